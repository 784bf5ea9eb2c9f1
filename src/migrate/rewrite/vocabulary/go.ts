// Go's standard library and the packages most services are written with.
import type { Vocabulary } from './vocabulary.ts'

export const GO_WORDS: Vocabulary = {
  transparent:
    /^(fmt\.(Sprintf|Sprint)|strconv\.(Itoa|Atoi|FormatInt|ParseInt|ParseUint|Quote)|strings\.(TrimSpace|Trim|TrimSuffix|TrimPrefix|TrimRight|TrimLeft|ToLower|Split|Join|Replace|ReplaceAll|Fields|NewReader)|url\.(Parse|ParseRequestURI|JoinPath)|net\.(ParseIP|ResolveTCPAddr|ResolveUDPAddr)|netip\.(MustParseAddrPort|ParseAddrPort|MustParseAddr|ParseAddr|AddrPortFrom)|path\.Join|filepath\.(Join|Clean|FromSlash|ToSlash|Abs)|template\.URL|(lo|ptr|pointer|aws|to|proto|util)\.(ToPtr|To|String|StringPtr|Ptr)|u?int(8|16|32|64)?|float64|must|Must)$|^\[\](byte|string)$/,
  pairing: /^(net\.JoinHostPort|netip\.AddrPortFrom)$/,
  logging:
    /^(fmt\.(Print|Println|Printf|Errorf)|errors\.(New|Errorf|Wrap|Wrapf|WithMessage|WithMessagef)|panic|print|println|cmd\.Print(ln|f)?|status\.(Error|Errorf|New|Newf)|echo\.NewHTTPError|fiber\.NewError)$|^(slog|zap|zlog|otelzap|tint|logr)\.\w+$|(^|\.)(log|logger|glog|klog|logrus|zlog|sugar|slogger|lg|L\(\)|S\(\)|stdlog|errorLog|infoLog|Log|Logger|e\.Logger|l)(\(\))?\.(With\w*\(.*\)\.)*(Print|Println|Printf|Fatal|Fatalf|Fatalln|Fatalw|Panic|Panicf|Panicln|Panicw|Debug|Debugf|Debugw|Debugln|Info|Infof|Infow|Infoln|Warn|Warnf|Warnw|Warning|Warningf|Error|Errorf|Errorw|Errorln|Trace|Tracef|With|WithField|WithFields|InfoContext|ErrorContext|WarnContext|DebugContext)$|^(level\.\w+\(.*\)|logger|log|\w+\.logger)\.Log$|\.(Trace|Debug|Info|Warn|Error|Fatal|Panic|Log|With)\(.*\)\.(\w+\(.*\)\.)*(Msg|Msgf|Str|Strs|Interface|Any|Stringer|Err|Send|Info|Infof|Error|Errorf|Warn|Warnf|Debug|Debugf)$/,
  question:
    /^(strings\.(HasPrefix|HasSuffix|Contains|ContainsAny|EqualFold|Index|LastIndex|Count|Compare|Cut|CutPrefix)|slices\.(Contains|Index)|bytes\.(HasPrefix|Contains|Equal)|regexp\.(MustCompile|Compile|MatchString)|net\.ParseCIDR|netip\.(MustParsePrefix|ParsePrefix)|reflect\.DeepEqual|(assert|require)\.\w+|cmp\.(Equal|Diff))$|\.(Equal|EqualFold|Contains)$/,
  bind: /(^|\.)(ListenAndServe|ListenAndServeTLS|ListenTCP|ListenUDP|ListenPacket|ListenTLS|ListenUnix|ListenMulticastUDP|RunOnAddr|ListenAndServeContext)$|(^|\.)(r|router|engine|e|app|srv|server|s|g|gin|rg|api|api\w*|web|echo|m|mux|beego|handler|\w*[rR]outer|\w*Engine|\w*Server|\w*App)\.(Run|RunTLS|Start|StartTLS)$|^(http|fasthttp|http3|https|nethttp|h2)\.Server$|^(iris\.(Addr|TLS)|khttp\.Address|kgrpc\.Address|micro\.Address|buffalo\.Options|metricsserver\.Options|net\.ListenConfig)$/,
  environment: /^(os\.(Getenv|LookupEnv|ExpandEnv)|syscall\.Getenv|viper\.BindEnv|env\.\w+|envy\.Get|envconfig\.\w+)$/,
  clients: [
    [/^(sql|sqlx|otelsql|gorm)\.\w+\.(postgres|pgx|pg|cloudsqlpostgres)$|(^|\.)(pgx|pgxpool|pgconn|pq)\./, 'postgres'],
    [/^(sql|sqlx|otelsql|gorm)\.\w+\.mysql$|^mysql\./, 'mysql'],
    [/^(sarama|kgo|kafka)\./, 'kafka'],
    [/^(redis|rueidis|valkey|redigo|asynq)\./, 'redis'],
    [/^(nats|stan|jetstream)\./, 'nats'],
    [/^(amqp|amqp091|rabbitmq)\./, 'amqp'],
    [/^(mongo|options\.Client\(\))/, 'mongodb'],
  ],
}
