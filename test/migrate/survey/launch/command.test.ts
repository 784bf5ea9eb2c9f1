import { describe, expect, test } from 'vitest'
import { readCommand } from '../../../../src/migrate/survey/launch/command.ts'
import { words } from '../../../../src/migrate/survey/launch/launch.ts'

const read = (line: string): string => {
  const command = readCommand(words(line))
  if (!command) return 'nothing'
  const ports = command.ports.map(({ port, role }) => ` ${port}${role === 'main' ? '' : ` ${role}`}`).join('')
  return `${command.language ?? '?'} ${command.goal.kind}:${command.goal.name}${command.folder ? ` in ${command.folder}` : ''}${ports}${command.fallback ? ` or ${command.fallback}` : ''}`
}

describe('what a command line starts', () => {
  test.each([
    ['python3 -u main.py', 'python file:main.py'],
    ['/usr/bin/nice -n 10 ionice -c 2 -n 7 python3 main.py', 'python file:main.py'],
    ['gosu app node server.js --port 6121', 'javascript file:server.js 6121'],
    ['timeout -k 5 30s stdbuf -oL python main.py', 'python file:main.py'],
    ['taskset -c 0-3 java -jar depot.jar', 'java jar:depot.jar'],
    ['sudo -u app -E env PORT=6122 node server.js', 'javascript file:server.js'],
    ['su - app -c "cd /opt/depot && exec python main.py"', 'python file:main.py'],
    ['su -s /bin/sh -c "node server.js" app', 'javascript file:server.js'],
    ['runuser -u app -- python main.py', 'python file:main.py'],
    ['cmd /c node server.js', 'javascript file:server.js'],
    ['exec /usr/bin/python3.11 /opt/x/main.py --port=6101', 'python file:/opt/x/main.py 6101'],
    ['uvicorn app.main:app --host 127.0.0.1 --port 6102', 'python module:app.main 6102 or 8000'],
    ['poetry run uvicorn app.main:app', 'python module:app.main or 8000'],
    ['python -m gunicorn -w 4 -b 0.0.0.0:6103 wsgi:app', 'python module:wsgi 6103 or 8000'],
    ['gunicorn --bind=127.0.0.1:6104 wsgi:app', 'python module:wsgi 6104 or 8000'],
    ['flask --app depot run -p 6105', 'python module:depot 6105 or 5000'],
    ['python manage.py runserver 0.0.0.0:6106', 'python file:manage.py 6106 or 8000'],
    ['python manage.py runserver 6107', 'python file:manage.py 6107 or 8000'],
    ['python -m http.server 6108', 'python folder:. 6108 or 8000'],
    ['streamlit run board.py --server.port 6109', 'python file:board.py 6109 or 8501'],
    ['celery -A jobs.app worker -l info', 'python module:jobs.app'],
    ['node --max-old-space-size=512 dist/server.js', 'javascript file:dist/server.js'],
    ['npx tsx watch src/index.ts', 'javascript file:src/index.ts'],
    ['npm --prefix web run start', 'javascript script:start in web'],
    ['yarn workspace @lib/loans start', 'javascript script:start in @lib/loans'],
    ['next start -p 6110', 'javascript folder:. 6110 or 3000'],
    ['vite preview', 'javascript folder:. or 4173'],
    ['ng serve --port 6111', 'javascript folder:. 6111 or 4200'],
    ['java -Dserver.port=6112 -jar target/depot-1.0.jar', 'java jar:target/depot-1.0.jar 6112'],
    ['java -jar depot.jar --server.port=6113 --management.server.port=6114', 'java jar:depot.jar 6113 6114 admin'],
    ['java -cp "lib/*:out" org.quay.Main', 'java class:org.quay.Main'],
    ['mvn -pl depot spring-boot:run', 'java gradle:depot'],
    ['./gradlew :tariff:bootRun', 'java gradle:tariff'],
    ['dotnet run --project src/Depot --urls http://localhost:6115', 'csharp folder:src/Depot 6115'],
    ['dotnet Depot.dll --urls "http://+:6116;http://+:6117"', 'csharp assembly:Depot.dll 6116 6117'],
    ['go run ./cmd/depot -addr :6118 -metrics-addr :6119', 'go folder:./cmd/depot 6118 6119 metrics'],
    ['./bin/depot --listen=127.0.0.1:6120 --upstream-addr localhost:6999 --db-port 5432', '? binary:./bin/depot 6120'],
    ['cargo run --release --bin depot', 'rust binary:depot'],
    ['php -S 127.0.0.1:6121 -t public', 'php folder:public 6121'],
    ['php artisan serve --port=6122', 'php file:artisan 6122 or 8000'],
    ['bundle exec rails s -p 6123', 'ruby folder:. 6123 or 3000'],
    ['bundle exec puma -b tcp://127.0.0.1:6124', 'ruby folder:. 6124 or 9292'],
    ['sh -c "cd /app && node server.js"', 'javascript file:server.js'],
    ['cross-env PORT=6125 node server.js', 'javascript file:server.js'],
  ])('%s', (line, expected) => expect(read(line)).toBe(expected))
})

test.each([
  'python -m pytest',
  'python manage.py migrate',
  'pip install -r requirements.txt',
  'npm ci',
  'npm run build',
  'npm test',
  'dotnet build',
  'go build ./...',
  'mvn -q package',
  'echo hello',
  'php bin/console cache:clear',
])('%s starts nothing that stays', (line) => {
  const command = readCommand(words(line))
  // A script by name is followed to its command; a build is none of the names that are.
  expect(command === undefined).toBe(true)
})
