package org.cityreads.notices

import com.rabbitmq.client.ConnectionFactory
import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.request.get
import io.ktor.client.statement.bodyAsText
import io.ktor.http.HttpHeaders
import io.ktor.server.application.call
import io.ktor.server.application.install
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import io.ktor.server.plugins.cors.routing.CORS
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.routing
import org.slf4j.LoggerFactory

private val log = LoggerFactory.getLogger("notices")

private const val LOANS_PORT = 7302
private val loansUrl = "http://localhost:$LOANS_PORT/loans"
private val membersUrl = System.getenv("MEMBERS_API") ?: "http://localhost:7303"

class Outbox(
    val smtpHost: String = System.getenv("SMTP_HOST") ?: "localhost",
    val smtpPort: Int = (System.getenv("SMTP_PORT") ?: "2525").toInt(),
)

fun main() {
    val http = HttpClient(CIO)
    val rabbit = ConnectionFactory().apply {
        host = "localhost"
        port = 5672
        virtualHost = "/library"
    }.newConnection()
    val outbox = Outbox()

    embeddedServer(Netty, port = 7306, host = "127.0.0.1") {
        install(CORS) {
            allowHost("localhost:4200")
            allowHeader(HttpHeaders.ContentType)
        }
        routing {
            get("/health") { call.respondText("ok") }
            get("/preview/{card}") {
                val card = call.parameters["card"]
                val member = http.get("$membersUrl/members/$card").bodyAsText()
                val loans = http.get("$loansUrl?card=$card").bodyAsText()
                call.respondText(render(member, loans))
            }
        }
    }.start(wait = false)

    log.info("notices ready: http://localhost:7306/health, mail by ${outbox.smtpHost}:${outbox.smtpPort}")
    Dispatcher(rabbit, outbox).loop()
}
