/** Files as tables: finding them, reading them as bytes, and the table functions that need no stored data. */
package io.velaria.runtime.format;
