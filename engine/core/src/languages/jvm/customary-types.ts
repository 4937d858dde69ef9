const PERSISTENCE = ['Access', 'AttributeOverride', 'AttributeOverrides', 'Basic', 'CascadeType', 'CollectionTable', 'Column', 'Convert', 'Converter', 'DiscriminatorColumn', 'DiscriminatorValue', 'ElementCollection', 'Embeddable', 'Embedded', 'EmbeddedId', 'Entity', 'EntityGraph', 'EntityListeners', 'EntityManager', 'EntityManagerFactory', 'EnumType', 'Enumerated', 'FetchType', 'ForeignKey', 'GeneratedValue', 'GenerationType', 'Id', 'IdClass', 'Index', 'Inheritance', 'InheritanceType', 'JoinColumn', 'JoinColumns', 'JoinTable', 'Lob', 'ManyToMany', 'ManyToOne', 'MapKey', 'MappedSuperclass', 'MapsId', 'NamedQuery', 'OneToMany', 'OneToOne', 'OrderBy', 'PersistenceContext', 'PostLoad', 'PrePersist', 'PreUpdate', 'PrimaryKeyJoinColumn', 'SequenceGenerator', 'Table', 'Temporal', 'TemporalType', 'Transient', 'TypedQuery', 'UniqueConstraint', 'Version'];
const WEB = ['ControllerAdvice', 'CookieValue', 'CrossOrigin', 'DeleteMapping', 'ExceptionHandler', 'GetMapping', 'InitBinder', 'ModelAttribute', 'PatchMapping', 'PathVariable', 'PostMapping', 'PutMapping', 'RequestBody', 'RequestHeader', 'RequestMapping', 'RequestMethod', 'RequestParam', 'RequestPart', 'ResponseBody', 'ResponseStatus', 'RestController', 'RestControllerAdvice', 'SessionAttributes'];

/** Types that files often import together with all their neighbours, by package: with two such imports only the names tell them apart. */
const CUSTOMARY: ReadonlyMap<string, readonly string[]> = new Map(Object.entries({
  'jakarta.persistence': PERSISTENCE,
  'javax.persistence': PERSISTENCE,
  'org.springframework.web.bind.annotation': WEB,
  lombok: ['AllArgsConstructor', 'Builder', 'Data', 'EqualsAndHashCode', 'Getter', 'NoArgsConstructor', 'NonNull', 'RequiredArgsConstructor', 'Setter', 'SneakyThrows', 'ToString', 'Value', 'With'],
  'org.junit.jupiter.api': ['AfterAll', 'AfterEach', 'Assertions', 'BeforeAll', 'BeforeEach', 'Disabled', 'DisplayName', 'DynamicTest', 'Nested', 'Order', 'RepeatedTest', 'Tag', 'Test', 'TestFactory', 'TestInfo', 'TestInstance', 'TestMethodOrder', 'Timeout'],
  'org.junit': ['After', 'AfterClass', 'Assert', 'Before', 'BeforeClass', 'Ignore', 'Rule', 'Test'],
}));

/** The packages of a file's imports among which a customary name decides. */
export function customaryPackages(packages: readonly string[], name: string): readonly string[] {
  return packages.filter((package_) => CUSTOMARY.get(package_)?.includes(name) === true);
}
