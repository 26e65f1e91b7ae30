/** Where the statements of streams meet the planner; the only package of this module that knows Calcite. */
package io.velaria.stream.plan;
