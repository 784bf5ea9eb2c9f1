package org.cityreads.notices

import kotlin.test.Test
import kotlin.test.assertFalse

class GuardsTest {
    @Test
    fun `own machine is not public`() = assertFalse(isPublic("http://localhost:7306/health"))
}
