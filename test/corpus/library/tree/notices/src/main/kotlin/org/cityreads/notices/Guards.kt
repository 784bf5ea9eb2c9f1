package org.cityreads.notices

import java.net.URI

/** Links in mails must never point at the sender's own machine (http://localhost:7306 went out to 4,000 readers). */
fun isPublic(link: String): Boolean {
    val host = URI(link).host ?: return false
    return host != "localhost" && !host.startsWith("127.")
}

fun originOf(link: String?): String = link?.let { URI(it).host } ?: "localhost"
