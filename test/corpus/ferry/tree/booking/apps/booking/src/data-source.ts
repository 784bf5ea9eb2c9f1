// for `typeorm migration:run`
import { DataSource } from 'typeorm'

export default new DataSource({
  type: 'postgres',
  host: 'localhost',
  port: 5433,
  username: 'ferry',
  database: 'ferry',
  migrations: ['dist/migrations/*.js'],
})
