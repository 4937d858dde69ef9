const PERSISTENCE = ['Access', 'AttributeOverride', 'AttributeOverrides', 'Basic', 'CascadeType', 'CollectionTable', 'Column', 'Convert', 'Converter', 'DiscriminatorColumn', 'DiscriminatorValue', 'ElementCollection', 'Embeddable', 'Embedded', 'EmbeddedId', 'Entity', 'EntityGraph', 'EntityListeners', 'EntityManager', 'EntityManagerFactory', 'EnumType', 'Enumerated', 'FetchType', 'ForeignKey', 'GeneratedValue', 'GenerationType', 'Id', 'IdClass', 'Index', 'Inheritance', 'InheritanceType', 'JoinColumn', 'JoinColumns', 'JoinTable', 'Lob', 'ManyToMany', 'ManyToOne', 'MapKey', 'MappedSuperclass', 'MapsId', 'NamedQuery', 'OneToMany', 'OneToOne', 'OrderBy', 'PersistenceContext', 'PostLoad', 'PrePersist', 'PreUpdate', 'PrimaryKeyJoinColumn', 'SequenceGenerator', 'Table', 'Temporal', 'TemporalType', 'Transient', 'TypedQuery', 'UniqueConstraint', 'Version'];
const WEB = ['ControllerAdvice', 'CookieValue', 'CrossOrigin', 'DeleteMapping', 'ExceptionHandler', 'GetMapping', 'InitBinder', 'ModelAttribute', 'PatchMapping', 'PathVariable', 'PostMapping', 'PutMapping', 'RequestBody', 'RequestHeader', 'RequestMapping', 'RequestMethod', 'RequestParam', 'RequestPart', 'ResponseBody', 'ResponseStatus', 'RestController', 'RestControllerAdvice', 'SessionAttributes'];
const REST = ['ApplicationPath', 'BeanParam', 'ConstrainedTo', 'Consumes', 'CookieParam', 'DELETE', 'DefaultValue', 'Encoded', 'FormParam', 'GET', 'HEAD', 'HeaderParam', 'HttpMethod', 'MatrixParam', 'NameBinding', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'Path', 'PathParam', 'Produces', 'QueryParam'];
const REST_CORE = ['Application', 'CacheControl', 'Context', 'Cookie', 'EntityTag', 'Form', 'GenericEntity', 'GenericType', 'HttpHeaders', 'MediaType', 'MultivaluedMap', 'NewCookie', 'Request', 'Response', 'SecurityContext', 'StreamingOutput', 'UriBuilder', 'UriInfo', 'Variant'];
const REST_CLIENT = ['AsyncInvoker', 'Client', 'ClientBuilder', 'ClientRequestContext', 'ClientRequestFilter', 'ClientResponseContext', 'ClientResponseFilter', 'Entity', 'Invocation', 'InvocationCallback', 'WebTarget'];
const RABBIT = ['Argument', 'EnableRabbit', 'Exchange', 'Queue', 'QueueBinding', 'RabbitHandler', 'RabbitListener', 'RabbitListeners'];
const KAFKA = ['DltHandler', 'EnableKafka', 'EnableKafkaStreams', 'KafkaHandler', 'KafkaListener', 'KafkaListeners', 'PartitionOffset', 'RetryableTopic', 'TopicPartition'];
const PICOCLI = ['ArgGroup', 'Command', 'ExitCode', 'Help', 'HelpCommand', 'ITypeConverter', 'IVersionProvider', 'Mixin', 'Option', 'ParameterException', 'Parameters', 'ParentCommand', 'ParseResult', 'RunLast', 'ScopeType', 'Spec', 'Unmatched'];
const GRAPHQL = ['Argument', 'Arguments', 'BatchMapping', 'ContextValue', 'GraphQlExceptionHandler', 'LocalContextValue', 'MutationMapping', 'QueryMapping', 'SchemaMapping', 'SubscriptionMapping'];

/** Types that files often import together with all their neighbours, by package: with two such imports only the names tell them apart. */
const CUSTOMARY: ReadonlyMap<string, readonly string[]> = new Map(Object.entries({
  'jakarta.persistence': PERSISTENCE,
  'javax.persistence': PERSISTENCE,
  'org.springframework.web.bind.annotation': WEB,
  'org.springframework.web.client': ['DefaultResponseErrorHandler', 'HttpClientErrorException', 'HttpServerErrorException', 'ResourceAccessException', 'RestClient', 'RestClientException', 'RestClientResponseException', 'RestOperations', 'RestTemplate'],
  'org.springframework.web.service.annotation': ['DeleteExchange', 'GetExchange', 'HttpExchange', 'PatchExchange', 'PostExchange', 'PutExchange'],
  'org.springframework.kafka.annotation': KAFKA,
  'org.springframework.kafka.core': ['ConsumerFactory', 'DefaultKafkaConsumerFactory', 'DefaultKafkaProducerFactory', 'KafkaAdmin', 'KafkaTemplate', 'ProducerFactory'],
  'org.springframework.amqp.rabbit.annotation': RABBIT,
  'org.springframework.graphql.data.method.annotation': GRAPHQL,
  'jakarta.ws.rs': REST,
  'javax.ws.rs': REST,
  'jakarta.ws.rs.core': REST_CORE,
  'javax.ws.rs.core': REST_CORE,
  'jakarta.ws.rs.client': REST_CLIENT,
  'javax.ws.rs.client': REST_CLIENT,
  'retrofit2.http': ['Body', 'DELETE', 'Field', 'FieldMap', 'FormUrlEncoded', 'GET', 'HEAD', 'HTTP', 'Header', 'HeaderMap', 'Headers', 'Multipart', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'Part', 'PartMap', 'Path', 'Query', 'QueryMap', 'QueryName', 'Streaming', 'Tag', 'Url'],
  okhttp3: ['Authenticator', 'Call', 'Callback', 'Credentials', 'FormBody', 'Headers', 'HttpUrl', 'Interceptor', 'MediaType', 'MultipartBody', 'OkHttpClient', 'Request', 'RequestBody', 'Response', 'ResponseBody', 'WebSocket', 'WebSocketListener'],
  'java.net.http': ['HttpClient', 'HttpHeaders', 'HttpRequest', 'HttpResponse', 'HttpTimeoutException', 'WebSocket'],
  'org.apache.kafka.clients.consumer': ['Consumer', 'ConsumerConfig', 'ConsumerRecord', 'ConsumerRecords', 'KafkaConsumer', 'OffsetAndMetadata'],
  'org.apache.kafka.clients.producer': ['Callback', 'KafkaProducer', 'Producer', 'ProducerConfig', 'ProducerRecord', 'RecordMetadata'],
  'org.quartz': ['CronExpression', 'CronScheduleBuilder', 'DisallowConcurrentExecution', 'InterruptableJob', 'Job', 'JobBuilder', 'JobDataMap', 'JobDetail', 'JobExecutionContext', 'JobExecutionException', 'JobKey', 'PersistJobDataAfterExecution', 'Scheduler', 'SchedulerException', 'SimpleScheduleBuilder', 'Trigger', 'TriggerBuilder', 'TriggerKey'],
  'picocli.CommandLine': PICOCLI,
  lombok: ['AllArgsConstructor', 'Builder', 'Data', 'EqualsAndHashCode', 'Getter', 'NoArgsConstructor', 'NonNull', 'RequiredArgsConstructor', 'Setter', 'SneakyThrows', 'ToString', 'Value', 'With'],
  'org.junit.jupiter.api': ['AfterAll', 'AfterEach', 'Assertions', 'BeforeAll', 'BeforeEach', 'Disabled', 'DisplayName', 'DynamicTest', 'Nested', 'Order', 'RepeatedTest', 'Tag', 'Test', 'TestFactory', 'TestInfo', 'TestInstance', 'TestMethodOrder', 'Timeout'],
  'org.junit': ['After', 'AfterClass', 'Assert', 'Before', 'BeforeClass', 'Ignore', 'Rule', 'Test'],
}));

/** The packages of a file's imports among which a customary name decides. */
export function customaryPackages(packages: readonly string[], name: string): readonly string[] {
  return packages.filter((package_) => CUSTOMARY.get(package_)?.includes(name) === true);
}
