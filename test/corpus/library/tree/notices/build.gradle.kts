plugins {
    kotlin("jvm") version "1.9.23"
    application
    id("io.ktor.plugin") version "2.3.9"
}

application { mainClass.set("org.cityreads.notices.MainKt") }

dependencies {
    implementation("io.ktor:ktor-server-netty")
    implementation("io.ktor:ktor-client-cio")
    implementation("com.rabbitmq:amqp-client:5.20.0")
    testImplementation(kotlin("test"))
}
