// Python's standard library and the packages most services are written with.
import type { Vocabulary } from './vocabulary.ts'

export const PYTHON_WORDS: Vocabulary = {
  transparent:
    /^(str|int|bytes|list|tuple|set|frozenset|sorted|bool|cast|typing\.cast|Path|PurePath|pathlib\.Path|URL|yarl\.URL|httpx\.URL|urlparse|urllib\.parse\.urlparse|urlsplit|os\.path\.(join|normpath|abspath|expanduser)|SecretStr|AnyUrl|HttpUrl)$/,
  logging: /^((sys\.)?(stdout|stderr)\.write|warnings\.warn|click\.(echo|secho)|typer\.echo|logging\.\w+)$/,
  question: /^(re|regex)\.\w+$|^(ipaddress\.)?(ip_network|IPv4Network)$/,
  bind: /^(uvicorn|hypercorn)\.Config$/,
  environment: /^(os\.getenv|getenv|os\.environ\.(get|setdefault|pop)|environ\.(get|setdefault)|(decouple\.)?config)$/,
}
