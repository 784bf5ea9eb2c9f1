import { Controller, Get, Headers, UnauthorizedException } from '@nestjs/common'
import { ConfigService } from '@nestjs/config'
import Redis from 'ioredis'

@Controller()
export class MeController {
  private readonly sessions: Redis

  constructor(config: ConfigService) {
    this.sessions = new Redis(config.get('sessions')!)
  }

  /** @example curl -H 'authorization: …' http://localhost:4103/me */
  @Get('me')
  async me(@Headers('authorization') token = '') {
    const session = await this.sessions.hgetall(`session:${token.replace('Bearer ', '')}`)
    if (!session.name) throw new UnauthorizedException()
    return session
  }

  @Get('healthz')
  healthz() {
    return { status: 'up' }
  }
}
