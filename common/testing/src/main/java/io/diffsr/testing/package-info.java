/** What the tests of several modules need; on no production class path. */
package io.diffsr.testing;
