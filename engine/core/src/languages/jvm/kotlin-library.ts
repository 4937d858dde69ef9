/** Types of the packages that every file imports: kotlin, kotlin.collections and so on. */
export const KOTLIN_TYPES: ReadonlyMap<string, string> = packages({
  kotlin: ['Any', 'Annotation', 'ArithmeticException', 'Array', 'AssertionError', 'Boolean', 'BooleanArray', 'Byte', 'ByteArray', 'Char', 'CharArray', 'CharSequence', 'ClassCastException', 'Comparable', 'ConcurrentModificationException', 'Deprecated', 'DeprecationLevel', 'Double', 'DoubleArray', 'Enum', 'Error', 'Exception', 'Float', 'FloatArray', 'Function', 'IllegalArgumentException', 'IllegalStateException', 'IndexOutOfBoundsException', 'Int', 'IntArray', 'KotlinVersion', 'Lazy', 'LazyThreadSafetyMode', 'Long', 'LongArray', 'NoSuchElementException', 'NotImplementedError', 'Nothing', 'NullPointerException', 'Number', 'NumberFormatException', 'OptIn', 'OutOfMemoryError', 'Pair', 'PublishedApi', 'ReplaceWith', 'RequiresOptIn', 'Result', 'RuntimeException', 'SinceKotlin', 'Short', 'ShortArray', 'String', 'Suppress', 'Throwable', 'Triple', 'UByte', 'UByteArray', 'UInt', 'UIntArray', 'ULong', 'ULongArray', 'UShort', 'Unit', 'UnsafeVariance', 'UnsupportedOperationException', 'AutoCloseable', 'ExperimentalStdlibApi', 'ExperimentalUnsignedTypes', 'ExperimentalMultiplatform', 'OptionalExpectation', 'DslMarker'],
  'kotlin.annotation': ['AnnotationRetention', 'AnnotationTarget', 'MustBeDocumented', 'Repeatable', 'Retention', 'Target'],
  'kotlin.collections': ['AbstractCollection', 'AbstractIterator', 'AbstractList', 'AbstractMap', 'AbstractMutableList', 'AbstractSet', 'ArrayDeque', 'ArrayList', 'Collection', 'HashMap', 'HashSet', 'IndexedValue', 'Iterable', 'Iterator', 'LinkedHashMap', 'LinkedHashSet', 'List', 'ListIterator', 'Map', 'MutableCollection', 'MutableIterable', 'MutableIterator', 'MutableList', 'MutableListIterator', 'MutableMap', 'MutableSet', 'RandomAccess', 'Set'],
  'kotlin.ranges': ['CharRange', 'ClosedRange', 'IntProgression', 'IntRange', 'LongRange'],
  'kotlin.sequences': ['Sequence'],
  'kotlin.text': ['Appendable', 'Charsets', 'MatchGroup', 'MatchResult', 'Regex', 'RegexOption', 'StringBuilder', 'Typography'],
  'kotlin.js': ['JsExport', 'JsModule', 'JsName', 'JsNonModule', 'JsQualifier', 'JsStatic'],
  'kotlin.jvm': ['JvmDefault', 'JvmField', 'JvmInline', 'JvmMultifileClass', 'JvmName', 'JvmOverloads', 'JvmRecord', 'JvmStatic', 'JvmSuppressWildcards', 'JvmSynthetic', 'JvmWildcard', 'Strictfp', 'Synchronized', 'Throws', 'Transient', 'Volatile'],
});

/** Functions of the same packages that are called without a receiver. */
export const KOTLIN_FUNCTIONS: ReadonlySet<string> = new Set([
  'also', 'apply', 'arrayListOf', 'arrayOf', 'arrayOfNulls', 'assert', 'booleanArrayOf', 'buildList', 'buildMap', 'buildSet', 'buildString', 'byteArrayOf', 'charArrayOf', 'check', 'checkNotNull', 'doubleArrayOf', 'emptyArray', 'emptyList', 'emptyMap', 'emptySequence', 'emptySet', 'enumValueOf', 'enumValues', 'error',
  'floatArrayOf', 'generateSequence', 'hashMapOf', 'hashSetOf', 'intArrayOf', 'iterator', 'lazy', 'lazyOf', 'let', 'linkedMapOf', 'linkedSetOf', 'linkedStringMapOf', 'listOf', 'listOfNotNull', 'longArrayOf', 'mapOf', 'maxOf', 'minOf', 'mutableListOf', 'mutableMapOf', 'mutableSetOf', 'print', 'println', 'readLine', 'readln',
  'readlnOrNull', 'repeat', 'require', 'requireNotNull', 'run', 'runCatching', 'sequence', 'sequenceOf', 'setOf', 'setOfNotNull', 'shortArrayOf', 'sortedMapOf', 'sortedSetOf', 'suspend', 'synchronized', 'takeIf', 'takeUnless', 'to', 'TODO', 'ubyteArrayOf', 'uintArrayOf', 'use', 'with', 'compareBy', 'compareByDescending',
  'compareValues', 'compareValuesBy', 'naturalOrder', 'reverseOrder', 'nullsFirst', 'nullsLast', 'until', 'downTo', 'step', 'and', 'or', 'xor', 'shl', 'shr', 'ushr', 'inv', 'typeOf', 'coerceAtLeast', 'coerceAtMost', 'coerceIn', 'js',
]);

/** Functions that make a list, a set or a sequence of what they are given. */
export const LIST_MAKERS: ReadonlySet<string> = new Set(['arrayListOf', 'arrayOf', 'hashSetOf', 'linkedSetOf', 'listOf', 'listOfNotNull', 'mutableListOf', 'mutableSetOf', 'sequenceOf', 'setOf', 'setOfNotNull', 'sortedSetOf']);

function packages(named: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(named).flatMap(([package_, names]) => names.map((name): [string, string] => [name, `${package_}.${name}`])));
}
