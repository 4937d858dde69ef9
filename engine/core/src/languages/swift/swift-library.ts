import type { ExternalPackage } from '../../link/outcome.js';
import type { PlatformNames } from '../generic/generic-language.js';
import { words } from '../generic/generic-language.js';

export const SWIFT: ExternalPackage = { manager: 'platform', name: 'swift' };

/** Modules that come with the compiler or the systems it builds for. */
export const PLATFORM_MODULES = words(`Swift Foundation FoundationNetworking FoundationXML FoundationEssentials UIKit AppKit SwiftUI Combine Dispatch Darwin Glibc Musl WinSDK os XCTest Testing CoreData CoreGraphics CoreLocation CoreImage
CoreText CoreMedia CoreVideo CoreAudio CoreBluetooth CoreML AVFoundation AVKit MapKit WebKit StoreKit GameKit SpriteKit SceneKit Metal MetalKit QuartzCore Security CryptoKit LocalAuthentication UserNotifications WidgetKit ActivityKit
Photos PhotosUI Contacts EventKit HealthKit HomeKit CloudKit MessageUI SafariServices AuthenticationServices Network SystemConfiguration Accelerate simd ObjectiveC PackageDescription PackagePlugin RegexBuilder Observation SwiftData
Charts Intents AppIntents ARKit RealityKit Vision NaturalLanguage Speech Cocoa ImageIO UniformTypeIdentifiers OSLog Synchronization _Concurrency Distributed CxxStdlib Android WASILibc`);

/** What the standard library gives to every file, and members of its types. */
export const SWIFT_NAMES: PlatformNames = {
  package: SWIFT,
  names: words(`Any AnyObject AnyClass Void Never Bool Int Int8 Int16 Int32 Int64 UInt UInt8 UInt16 UInt32 UInt64 Float Double Character String Substring StaticString Unicode Array ArraySlice ContiguousArray Dictionary Set Optional Result
Range ClosedRange Slice Sequence Collection BidirectionalCollection RandomAccessCollection MutableCollection RangeReplaceableCollection IteratorProtocol AnySequence AnyIterator AnyCollection AnyHashable Hashable Hasher Equatable Comparable
Identifiable Codable Encodable Decodable Encoder Decoder CodingKey Error CustomStringConvertible CustomDebugStringConvertible CustomNSError LosslessStringConvertible ExpressibleByStringLiteral ExpressibleByIntegerLiteral
ExpressibleByArrayLiteral ExpressibleByDictionaryLiteral ExpressibleByNilLiteral ExpressibleByBooleanLiteral ExpressibleByFloatLiteral ExpressibleByStringInterpolation StringProtocol RawRepresentable CaseIterable OptionSet SetAlgebra
Numeric SignedNumeric BinaryInteger FixedWidthInteger SignedInteger UnsignedInteger FloatingPoint BinaryFloatingPoint Strideable Sendable Actor MainActor Task TaskGroup ThrowingTaskGroup AsyncSequence AsyncStream AsyncThrowingStream
AsyncIteratorProtocol CheckedContinuation UnsafeContinuation Clock ContinuousClock SuspendingClock Duration KeyPath WritableKeyPath ReferenceWritableKeyPath PartialKeyPath AnyKeyPath Mirror ObjectIdentifier UnsafePointer UnsafeMutablePointer
UnsafeRawPointer UnsafeMutableRawPointer UnsafeBufferPointer UnsafeMutableBufferPointer UnsafeRawBufferPointer Unmanaged OpaquePointer ManagedBuffer DecodingError EncodingError CancellationError Self print debugPrint dump fatalError
precondition preconditionFailure assert assertionFailure min max abs zip stride repeatElement swap type sequence withUnsafePointer withUnsafeBytes withUnsafeMutablePointer withTaskGroup withThrowingTaskGroup withCheckedContinuation
withCheckedThrowingContinuation isKnownUniquelyReferenced readLine numericCast unsafeBitCast unsafeDowncast MemoryLayout SIMD2 SIMD3 SIMD4 UUID URL Data Date`),
  members: words(`map flatMap compactMap filter reduce forEach first last contains count isEmpty append insert remove removeAll removeFirst removeLast sort sorted reversed reverse joined split prefix suffix dropFirst dropLast enumerated zip min max
index firstIndex lastIndex keys values updateValue merge merging description hash encode decode copy init allSatisfy shuffled randomElement hasPrefix hasSuffix lowercased uppercased trimmingCharacters components replacingOccurrences
starts elementsEqual popLast swapAt partition union intersection subtracting symmetricDifference isSubset isSuperset formUnion advanced distance load store resume cancel start stop value wait get set update add write read close open send
receive sink assign store next makeIterator withUnsafeBytes bind execute perform run create delete save fetch find`),
};
