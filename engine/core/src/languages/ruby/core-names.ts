import type { ExternalPackage } from '../../link/outcome.js';

export const RUBY: ExternalPackage = { manager: 'platform', name: 'ruby' };

/** Constants of Ruby and its standard library: Object.constants of Ruby 3.1 with the libraries that it ships. */
export const CORE_CONSTANTS: ReadonlySet<string> = new Set(
  `ARGF ARGV Abbrev Addrinfo ArgumentError Array Base64 BasicObject BasicSocket Benchmark BigDecimal BigMath Binding Bundler CGI CSV Class
ClosedQueueError Comparable Complex ConditionVariable Coverage DATA DRb Data Date DateTime DelegateClass Delegator DidYouMean Digest Dir ENV EOFError
ERB Encoding EncodingError Enumerable Enumerator Errno ErrorHighlight Etc Exception Expect FALSE FalseClass Fcntl Fiber FiberError File FileTest
FileUtils Find Float FloatDomainError Forwardable FrozenError GC Gem GetoptLong Hash IO IOError IPAddr IPSocket IRB IndexError Integer Interrupt JSON
Kernel KeyError LoadError LocalJumpError Logger Marshal MatchData Math Matrix Method Module Monitor MonitorMixin Mutex NIL NameError Net NilClass Nkf
NoMatchingPatternError NoMatchingPatternKeyError NoMemoryError NoMethodError NotImplementedError Numeric Object ObjectSpace Observable OpenURI Open3 OpenSSL
OpenStruct OptParse OptionParser PP PStore PTY Pathname Prime Proc Process Psych Queue RDoc RUBY_COPYRIGHT RUBY_DESCRIPTION RUBY_ENGINE
RUBY_ENGINE_VERSION RUBY_PATCHLEVEL RUBY_PLATFORM RUBY_RELEASE_DATE RUBY_REVISION RUBY_VERSION Racc Ractor Random Range RangeError Rational RbConfig
Readline Refinement Regexp RegexpError Reline Resolv Ripper RubyVM RuntimeError STDERR STDIN STDOUT ScanError ScriptError SecureRandom SecurityError
Set Shellwords Signal SignalException SimpleDelegator SingleForwardable Singleton SizedQueue Socket SocketError SortedSet StandardError StopIteration
String StringIO StringScanner Struct Symbol SyntaxError Syslog SystemCallError SystemExit SystemStackError TCPServer TCPSocket TOPLEVEL_BINDING TRUE
TSort TempFile Tempfile Thread ThreadError ThreadGroup Time Timeout TracePoint TrueClass TypeError UDPSocket UNIXServer UNIXSocket URI UnboundMethod
UncaughtThrowError UnicodeNormalize Vector WEBrick WIN32OLE Warning YAML ZeroDivisionError Zlib`.split(/\s/),
);

/** Methods that every object has, and private ones that are called without a receiver: those of Kernel and Object in Ruby 3.1. */
export const CORE_METHODS: ReadonlySet<string> = new Set(
  `__FILE__ __LINE__ __ENCODING__ Array BigDecimal CSV Complex DelegateClass Digest Float Hash Integer JSON Pathname Rational String URI __callee__ __dir__ __id__ __method__ __send__
abort at_exit autoload autoload? binding blank? block_given? caller caller_locations catch class clone define_singleton_method display dup enum_for
eql? equal? eval exec exit exit! extend fail fork format freeze frozen? gets global_variables hash initialize initialize_clone initialize_copy
initialize_dup inspect instance_eval instance_exec instance_of? instance_variable_defined? instance_variable_get instance_variable_set
instance_variables is_a? iterator? itself j jj kind_of? lambda load local_variables loop method method_missing methods nil? object_id open p pp
present? print printf private_methods proc protected_methods public_method public_methods public_send putc puts raise rand readline readlines
remove_instance_variable require require_relative respond_to? respond_to_missing? select send set_trace_func singleton_class singleton_method
singleton_method_added singleton_method_removed singleton_method_undefined singleton_methods sleep spawn sprintf srand syscall system taint tainted?
tap test then throw to_enum to_json to_s to_yaml trace_var trap trust untaint untrace_var untrust untrusted? warn yield_self`.split(/\s/),
);

/** Methods that a class or module has in its own body: those of Module and Class in Ruby 3.1. */
export const MODULE_METHODS: ReadonlySet<string> = new Set(
  `Array BigDecimal CSV Complex DelegateClass Digest Float Hash Integer JSON Pathname Rational String URI __callee__ __dir__ __id__ __method__ __send__
abort alias_method allocate ancestors append_features at_exit attr attr_accessor attr_reader attr_writer autoload autoload? binding block_given?
caller caller_locations catch class class_eval class_exec class_variable_defined? class_variable_get class_variable_set class_variables clone
const_defined? const_get const_missing const_set const_source_location constants def_delegator def_delegators def_instance_delegators define_method
define_singleton_method delegate_methods deprecate_constant display dup enum_for eql? equal? eval exec exit exit! extend extend_object extended fail
fork format freeze frozen? gets global_variables hash include include? included included_modules inherited initialize initialize_clone initialize_copy
initialize_dup inspect instance_eval instance_exec instance_method instance_methods instance_of? instance_variable_defined? instance_variable_get
instance_variable_set instance_variables is_a? iterator? itself j jj json_creatable? kind_of? lambda load local_variables loop method method_added
method_defined? method_missing method_removed method_undefined methods module_eval module_exec module_function name new nil? object_id open p pp
prepend prepend_features prepended print printf private private_class_method private_constant private_instance_methods private_method_defined?
private_methods proc protected protected_instance_methods protected_method_defined? protected_methods public public_class_method public_constant
public_instance_method public_instance_methods public_method public_method_defined? public_methods public_send putc puts raise rand readline readlines
refine remove_class_variable remove_const remove_instance_variable remove_method require require_relative respond_to? respond_to_missing?
ruby2_keywords select send set_trace_func singleton_class singleton_class? singleton_method singleton_method_added singleton_method_removed
singleton_method_undefined singleton_methods sleep spawn sprintf srand subclasses superclass syscall system taint tainted? tap test then throw to_enum
to_json to_s to_yaml trace_var trap trust undef_method untaint untrace_var untrust untrusted? using warn yield_self`.split(/\s/),
);

/** What `require` finds in Ruby itself. */
export const STANDARD_LIBRARIES: ReadonlySet<string> = new Set(
  `English abbrev base64 benchmark bigdecimal bundler cgi coverage csv date dbm delegate did_you_mean digest drb erb error_highlight etc expect fcntl
fiber fiddle fileutils find forwardable getoptlong io io-console io/console io/wait ipaddr irb json logger matrix minitest monitor mutex_m net/ftp
net/http net/https net/imap net/pop net/protocol net/smtp nkf objspace observer open-uri open3 openssl optionparser optparse ostruct pathname pp
prettyprint prime pstore psych pty racc rbconfig rdoc readline reline resolv rinda ripper ruby2_keywords rubygems securerandom set shellwords
singleton socket stringio strscan syslog tempfile thread time timeout tmpdir tracer tsort un unicode_normalize uri weakref webrick win32ole yaml zlib`.split(/\s/),
);
