/** Continuous queries: sources that grow, what a query over them may do, and what it tells about itself. */
package io.velaria.stream;
