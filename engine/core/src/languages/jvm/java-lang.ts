/** Types of `java.lang`, which every file sees. */
export const JAVA_LANG: ReadonlySet<string> = new Set([
  'AbstractMethodError', 'Appendable', 'ArithmeticException', 'ArrayIndexOutOfBoundsException', 'ArrayStoreException', 'AssertionError', 'AutoCloseable', 'Boolean', 'Byte', 'CharSequence', 'Character', 'Class', 'ClassCastException', 'ClassLoader', 'ClassNotFoundException',
  'CloneNotSupportedException', 'Cloneable', 'Comparable', 'Deprecated', 'Double', 'Enum', 'EnumConstantNotPresentException', 'Error', 'Exception', 'ExceptionInInitializerError', 'Float', 'FunctionalInterface', 'IllegalAccessError', 'IllegalAccessException',
  'IllegalArgumentException', 'IllegalMonitorStateException', 'IllegalStateException', 'IllegalThreadStateException', 'IncompatibleClassChangeError', 'IndexOutOfBoundsException', 'InheritableThreadLocal', 'InstantiationException', 'Integer', 'InterruptedException', 'Iterable',
  'LinkageError', 'Long', 'Math', 'Module', 'ModuleLayer', 'NegativeArraySizeException', 'NoClassDefFoundError', 'NoSuchFieldError', 'NoSuchFieldException', 'NoSuchMethodError', 'NoSuchMethodException', 'NullPointerException', 'Number', 'NumberFormatException', 'Object',
  'OutOfMemoryError', 'Override', 'Package', 'Process', 'ProcessBuilder', 'ProcessHandle', 'Readable', 'Record', 'ReflectiveOperationException', 'Runnable', 'Runtime', 'RuntimeException', 'SafeVarargs', 'ScopedValue', 'SecurityException', 'SecurityManager', 'Short', 'StackOverflowError',
  'StackTraceElement', 'StackWalker', 'StrictMath', 'String', 'StringBuffer', 'StringBuilder', 'StringIndexOutOfBoundsException', 'SuppressWarnings', 'System', 'Thread', 'ThreadDeath', 'ThreadGroup', 'ThreadLocal', 'Throwable', 'TypeNotPresentException', 'UnsatisfiedLinkError',
  'UnsupportedOperationException', 'VerifyError', 'VirtualMachineError', 'Void',
]);

/** Types of other packages of the platform that files import with all their neighbours. */
export const OFTEN_BY_WILDCARD: ReadonlySet<string> = new Set([
  'ArrayDeque', 'ArrayList', 'Arrays', 'BigDecimal', 'BigInteger', 'BufferedReader', 'BufferedWriter', 'ByteArrayInputStream', 'ByteArrayOutputStream', 'Callable', 'Collection', 'Collections', 'Collectors', 'Comparator', 'CompletableFuture', 'ConcurrentHashMap', 'Connection', 'Consumer',
  'CountDownLatch', 'Date', 'Deque', 'DriverManager', 'Duration', 'EnumMap', 'EnumSet', 'ExecutorService', 'Executors', 'File', 'FileInputStream', 'FileNotFoundException', 'FileOutputStream', 'FileReader', 'FileWriter', 'Files', 'Function', 'Future', 'HashMap', 'HashSet', 'IOException',
  'InputStream', 'InputStreamReader', 'Instant', 'Iterator', 'LinkedHashMap', 'LinkedHashSet', 'LinkedList', 'List', 'ListIterator', 'LocalDate', 'LocalDateTime', 'LocalTime', 'Locale', 'Map', 'NoSuchElementException', 'Objects', 'Optional', 'OutputStream', 'Path', 'Paths', 'Predicate',
  'PreparedStatement', 'PrintStream', 'PrintWriter', 'PriorityQueue', 'Properties', 'Queue', 'Random', 'Reader', 'ResultSet', 'SQLException', 'Scanner', 'Serializable', 'Set', 'SortedMap', 'Stack', 'Statement', 'Stream', 'StringReader', 'StringWriter', 'Supplier', 'TimeUnit', 'Timer',
  'TreeMap', 'TreeSet', 'UUID', 'UncheckedIOException', 'Vector', 'WeakHashMap', 'Writer', 'ZonedDateTime',
]);
