import { QUEUE } from '@ferry/shared'
import { InjectQueue } from '@nestjs/bullmq'
import { Controller, Get, Param, Post } from '@nestjs/common'
import { ConfigService } from '@nestjs/config'
import type { Queue } from 'bullmq'

@Controller()
export class BookingsController {
  constructor(
    private readonly config: ConfigService,
    @InjectQueue(QUEUE) private readonly letters: Queue,
  ) {}

  @Get('livez')
  live() {
    return 'ok'
  }

  @Get('bookings')
  async list() {
    const res = await fetch(`${this.config.get('SAILINGS_URL')}/v2/sailings`)
    return res.json()
  }

  @Post('bookings/:id/confirm')
  async confirm(@Param('id') id: string) {
    await fetch(new URL(`/aboard/${id}`, this.config.get('MANIFEST_URL')))
    // the letter links back to the site; in development that is http://localhost:5180
    await this.letters.add('confirmation', { id })
  }
}
