import { redisOptions, QUEUE } from '@ferry/shared'
import { BullModule } from '@nestjs/bullmq'
import { Module } from '@nestjs/common'
import { ConfigModule, ConfigService } from '@nestjs/config'
import { MongooseModule } from '@nestjs/mongoose'
import { TypeOrmModule } from '@nestjs/typeorm'
import { BookingsController } from './bookings.controller'
import { validate } from './env'

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true, validate }),
    TypeOrmModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (c: ConfigService) => ({
        type: 'postgres',
        host: c.get('PGHOST'),
        port: c.get('PGPORT'),
        database: 'ferry',
        autoLoadEntities: true,
      }),
    }),
    MongooseModule.forRootAsync({ inject: [ConfigService], useFactory: (c: ConfigService) => ({ uri: c.get('MONGO_URL') }) }),
    BullModule.forRoot({ connection: redisOptions }),
    BullModule.registerQueue({ name: QUEUE }),
  ],
  controllers: [BookingsController],
})
export class AppModule {}
