import type { ExternalPackage } from '../../link/outcome.js';
import type { PlatformNames } from '../generic/generic-language.js';
import { words } from '../generic/generic-language.js';

export const SCALA: ExternalPackage = { manager: 'platform', name: 'scala' };

/** What scala, scala.Predef and java.lang give to every file, and members of the standard library's types. */
export const SCALA_NAMES: PlatformNames = {
  package: SCALA,
  names: words(`Any AnyRef AnyVal Nothing Null Unit Boolean Byte Short Char Int Long Float Double String Array List Nil Vector Seq IndexedSeq Iterable Iterator Map Set Option Some None Either Left Right Range Stream LazyList
StringBuilder BigInt BigDecimal Function Function0 Function1 Function2 PartialFunction Product Serializable Ordering Ordered Numeric Throwable Exception RuntimeException Error IllegalArgumentException IllegalStateException
UnsupportedOperationException NoSuchElementException IndexOutOfBoundsException NumberFormatException ArithmeticException ClassCastException NullPointerException InterruptedException AssertionError Object Class Comparable Iterable
CharSequence Runnable Thread System Math Integer Character Void Override Deprecated SuppressWarnings Cloneable AutoCloseable StackTraceElement ThreadLocal Equals Tuple Tuple2 Tuple3 Specializable StringContext Dynamic Conversion
CanEqual Matchable IterableOnce Singleton print println printf require assert assume implicitly summon identity locally classOf valueOf sys math util collection throws deprecated tailrec inline unchecked transient volatile switch
specialized native nowarn main targetName Symbol Manifest ClassTag StackOverflowError Process wait notify eq ne getClass hashCode toString equals asInstanceOf isInstanceOf synchronized clone finalize apply copy
error augmentString wrapString`),
  members: words(`map flatMap filter filterNot withFilter foreach collect collectFirst fold foldLeft foldRight reduce reduceLeft head headOption last lastOption tail init take takeWhile drop dropWhile find exists forall contains isEmpty nonEmpty
size length sum product min max minBy maxBy sortBy sorted sortWith groupBy partition zip zipWithIndex unzip toList toSeq toSet toMap toArray toVector toString toInt toLong toDouble toFloat mkString getOrElse get orElse isDefined flatten
distinct reverse indexOf updated apply unapply copy equals hashCode compare compareTo add remove put update keys values iterator next hasNext append prepend concat split trim substring replace replaceAll startsWith endsWith toLowerCase
toUpperCase charAt format isInstanceOf asInstanceOf andThen compose tap pipe close read write run start stop await map2 pure void as some none value name key build send submit execute create of from to until by is when andThen recover
recoverWith onComplete future success failure left right swap merge fill tabulate range count span slice grouped sliding transpose scan scanLeft ++ += -= :: ::: ==`),
};
