import { describe, expect, it } from 'vitest'
import { findCredentials } from '../../../src/migrate/secrets/find.ts'

const values = (text: string, bare = false): string[] => findCredentials(text, { bare }).map(({ value }) => value)

describe('findCredentials', () => {
  it.each([
    ['postgresql+asyncpg://app:h%40rb0ur@localhost/dock', 'h%40rb0ur'],
    ['redis://:r3d1s@localhost:6379/0', 'r3d1s'],
    ['jdbc:mysql://localhost/dock?user=a&password=d0ck', 'd0ck'],
    ['"Server=localhost,1433;User Id=sa;Password=Cr4ne!;"', 'Cr4ne!'],
    ['connect(host="localhost", password="w1nch")', 'w1nch'],
    ['config["api_token"] = "t0k-1"', 't0k-1'],
    ["const apiKey: string = 'k3y-1'", 'k3y-1'],
    ['{"clientSecret": "s3c-1"}', 's3c-1'],
    ['os.getenv("DB_PASSWORD", "d3f-1")', 'd3f-1'],
    ["process.env.API_KEY ?? 'd3f-2'", 'd3f-2'],
    ['@Value("${db.password:d3f-3}")', 'd3f-3'],
    ['exec app --token=t0k-2', 't0k-2'],
    ['factory.setPassword("w1nch2")', 'w1nch2'],
    ['<password>xm1-1</password>', 'xm1-1'],
    ['<add key="SmtpPassword" value="xm1-2"/>', 'xm1-2'],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual([expected])
  })

  it.each([
    ['password: b4re # of the winch', 'b4re'],
    ['DB_PASSWORD=b4re-2', 'b4re-2'],
    ['set API_TOKEN=b4re-3', 'b4re-3'],
    ['spring.datasource.password=b4re-4', 'b4re-4'],
    ['"Default": "Host=localhost;Password=b4re-5;Username=x"', 'b4re-5'],
  ])('of a file of keys and values: %s', (text, expected) => {
    expect(values(text, true)).toEqual([expected])
  })

  it.each([
    'a',
    'a.',
    'password',
    '://a:',
    'x="',
    '<password>',
    '-----BEGIN PRIVATE KEY-----',
    '${token:',
    'a=b;password=',
  ])('a line of nothing but %s is read in steps of its length', (unit) => {
    // Not a clock: work that grows with the square would not end within the time a test has.
    const text = `${unit.repeat(Math.ceil(400_000 / unit.length))} password`
    expect(findCredentials(text, { bare: true }).length).toBeLessThan(text.length)
  })

  it('finds a private key as a whole', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIB\nAAAA\n-----END RSA PRIVATE KEY-----'
    expect(values(`KEY = """${key}"""`)).toEqual([key])
  })

  it.each([
    'password: ${DB_PASSWORD}',
    'postgres://app:${PW}@localhost/dock',
    'postgres://app:%s@localhost/dock',
    'f"redis://:{pw}@localhost"',
    'token_url = "http://localhost:6105/token"',
    'API_KEY_HEADER = "X-Api-Key"',
    'token = "access_token"',
    'password = os.environ["PW"]',
    'password: str',
    'max_token: 4096',
    'token_ttl: 86400',
    'label.password = "Enter the password"',
    'password_file: /run/secrets/db',
    'secret: ""',
    'if token == "abcdef":',
    'url: http://localhost:8080/path@1',
    'password: moved-to-secrets-3',
    'passwordEncoder = "bcrypt"',
  ])('is none: %s', (text) => {
    expect(values(text, true)).toEqual([])
  })
})
