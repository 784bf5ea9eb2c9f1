import { Logger } from '@nestjs/common'
import { ConfigService } from '@nestjs/config'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module'

async function bootstrap() {
  const app = await NestFactory.create(AppModule)
  app.enableCors({ origin: [/^http:\/\/localhost(:\d+)?$/, 'https://desk.newsroom.example'] })
  const port = app.get(ConfigService).get<number>('port')!
  await app.listen(port, '127.0.0.1')
  Logger.log(`accounts listening on http://127.0.0.1:${port}`)
}
bootstrap()
