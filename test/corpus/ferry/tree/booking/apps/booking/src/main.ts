import { Logger } from '@nestjs/common'
import { ConfigService } from '@nestjs/config'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module'
import type { Env } from './env'

async function bootstrap() {
  const app = await NestFactory.create(AppModule)
  const config = app.get(ConfigService<Env, true>)
  app.enableCors({ origin: [/^http:\/\/localhost:\d+$/, 'http://localhost:5180', 'https://ferry.example'] })
  const port = config.get('PORT', { infer: true })
  await app.listen(port, '127.0.0.1')
  Logger.log(`booking on http://localhost:${port}`)
}
bootstrap()
