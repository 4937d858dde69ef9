import type { ExternalPackage } from '../../link/outcome.js';
import type { PlatformNames } from '../generic/generic-language.js';
import { words } from '../generic/generic-language.js';

export const DART: ExternalPackage = { manager: 'platform', name: 'dart' };

/** What dart:core gives to every file, and members of its types. */
export const DART_NAMES: PlatformNames = {
  package: DART,
  names: words(`Object Null Never dynamic void bool int double num String StringBuffer StringSink Symbol Type Function Record Enum List Map MapEntry Set Iterable Iterator Comparable Comparator Duration DateTime Stopwatch RegExp Match
RegExpMatch Pattern Uri UriData BigInt Runes RuneIterator Sink Stream Future FutureOr Expando WeakReference Finalizer Invocation StackTrace Error Exception AssertionError TypeError ArgumentError RangeError IndexError
UnsupportedError UnimplementedError StateError ConcurrentModificationError FormatException OutOfMemoryError StackOverflowError NoSuchMethodError IntegerDivisionByZeroException Deprecated deprecated override pragma print identical
identityHashCode`),
  members: words(`add addAll addEntries any asMap cast clear compareTo complete completeError contains containsKey containsValue elementAt endsWith entries every expand fillRange first firstWhere fold followedBy forEach fromEntries getRange
indexOf indexWhere insert insertAll isEmpty isNotEmpty isEven isOdd iterator join keys last lastIndexOf lastWhere length map moveNext noSuchMethod padLeft padRight parse putIfAbsent reduce remove removeAt removeLast removeRange removeWhere
replaceAll replaceAllMapped replaceFirst retainWhere reversed round runtimeType shuffle single singleWhere skip skipWhile sort split startsWith sublist substring take takeWhile then toDouble toInt toList toLowerCase toSet toString
toUpperCase trim trimLeft trimRight tryParse update updateAll values where whereType whenComplete catchError timeout listen cancel close write writeln writeAll abs ceil floor clamp isNaN toStringAsFixed difference isAfter isBefore
isAtSameMomentAs subtract format encode decode convert call build dispose initState setState of read watch send open run start stop get set put delete create resolve get hashCode`),
};
