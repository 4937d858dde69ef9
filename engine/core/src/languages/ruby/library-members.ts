/** Methods of the types that Ruby gives most often (instance_methods of 31 of them, Ruby 3.1) and that Rails has everywhere: a call of one on an unknown receiver says nothing of which type is meant. */
export const LIBRARY_MEMBERS: ReadonlySet<string> = new Set(
  `__id__ __send__ abort_on_exception abort_on_exception= abs abs2 absolute absolute? active? add add? add_field add_trace_func address advise ajd alive?
all all? allbits? amjd angle any? anybits? append arg arity as_json ascend ascii_only? asctime assign_attributes assoc at atime attribute attributes
authority autoclose= autoclose? b backtrace backtrace_locations basename basic_auth be begin between? binding binmode binmode? binread binwrite
birthtime bit_length blank? blockdev? body body= bsearch bsearch_index build bytes bytesize byteslice ca_file ca_file= ca_path ca_path= call
canonical_each capitalize capitalize! captures casecmp casecmp? casefold? cause ceil center cert cert= cert_store cert_store= chain changed? chardev?
chars children chmod chomp chomp! chop chop! chown chr chunk chunk_while chunked? ciphers ciphers= clamp class classify cleanpath clear client clone
close close_on_empty_response close_on_empty_response= close_on_exec= close_on_exec? close_read close_write closed? closed_read? closed_write? code
code_type codepoints coerce collect collect! collect_concat combination compact compact! compare_by_identity compare_by_identity? component
component_ary concat config configure conj conjugate connection_close? connection_keep_alive? content_length content_length= content_range
content_type content_type= context continue_timeout continue_timeout= cookies copy count cover? create create! created_at crypt ctime current curry
cwday cweek cwyear cycle data datetime_format datetime_format= day day_fraction debug debug! debug? decode_content decode_content= deconstruct
deconstruct_keys default default= default_port default_proc default_proc= define_singleton_method delete delete! delete? delete_all delete_at
delete_if delete_prefix delete_prefix! delete_suffix delete_suffix! denominator descend destroy destroy! detect difference dig digits directory?
dirname disjoint? display div divide divmod downcase downcase! downto drop drop_while dst? dump dup each each_byte each_capitalized
each_capitalized_name each_char each_child each_codepoint each_cons each_entry each_filename each_grapheme_cluster each_header each_index each_key
each_line each_name each_pair each_slice each_value each_with_index each_with_object emit empty? enabled? encode encode! encoding end end_with?
england entity entries enum_for eof eof? eq eql? equal? error error! error? error_type errors even? except exception exclude_end? executable?
executable_real? execute exist? exists? exit expand_path extend external_encoding extname extra_chain_cert extra_chain_cert= fatal fatal! fatal? fcntl
fdatasync fdiv feed fetch fetch_values file? fileno fill filter filter! filter_map find find_all find_by find_each find_index find_proxy finish
finite? first fixed_encoding? flat_map flatten flatten! flatten_merge flock floor flush fnmatch fnmatch? force_encoding form_data= format formatter
formatter= fragment fragment= freeze friday? frozen? fsync ftype full_message gcd gcdlcm get get2 get_fields getbyte getc getgm getlocal gets getutc
glob gmt? gmt_offset gmtime gmtoff grapheme_clusters gregorian gregorian? grep grep_v group group_by grpowned? gsub gsub! has_key? has_value? hash
head head2 header hex hierarchical? host host= hostname hostname= hour http_version httpdate i id id2name imag imaginary include? includes index
infinite? info info! info? initialize_http_header inject insert inspect instance_eval instance_exec instance_of? instance_variable_defined?
instance_variable_get instance_variable_set instance_variables integer? intern internal_encoding intersect? intersection invalid? invert ioctl ipaddr
ipaddr= is_a? isatty isdst iso8601 italy itself jd jisx0301 join joins julian julian? keep_alive_timeout keep_alive_timeout= keep_if key key= key?
keys kill kind_of? lambda? last lazy lchmod lchown lcm ld leap? length level level= limit lineno lineno= lines ljust load local_host local_host=
local_port local_port= localtime lock log logger lstat lstrip lstrip! magnitude main_type make_link make_symlink map map! marshal_dump marshal_load
match match? match_length max max_by max_retries max_retries= max_version max_version= mday member? members merge merge! message method methods min
min_by min_version min_version= minmax minmax_by minute mjd mkcol mkdir mkpath modulo mon monday? month mountpoint? move msg mtime name name=
named_captures names nan? native_thread_id negative? new new_offset new_record? new_start next next! next_day next_float next_month next_values
next_year nil? nobits? nonblock nonblock= nonblock? none? nonzero? normalize normalize! notify nread nsec numerator object_id oct odd? offset one?
opaque opaque= open open_timeout open_timeout= opendir options ord order origin original_name owned? owner pack parameters params parent parse
parse_csv parser partition password password= patch path path= pathconf peek peek_values peer_cert pending_interrupt? perform perform_later
perform_now permutation persisted? phase pid pipe? polar pop port port= pos pos= positive? post post2 post_match pow pre_match pread pred prepend
presence present? pretty_print pretty_print_cycle prev_day prev_float prev_month prev_year print printf priority priority= private? private_methods
process product progname progname= proper_subset? proper_superset? propfind proppatch protected? protected_methods proxy? proxy_address proxy_address=
proxy_basic_auth proxy_from_env= proxy_from_env? proxy_pass proxy_pass= proxy_port proxy_port= proxy_uri proxy_user proxy_user= proxyaddr proxyport
public? public_method public_methods public_send publish push put put2 putc puts pwrite query query= quo raise range range= range_length rassoc
rationalize read read_body read_header read_nonblock read_timeout read_timeout= readable? readable_real? readbyte readchar reading_body readline
readlines readlink readpartial ready? real real? realdirpath realpath receiver rect rectangular redirect_to reduce regexp register registry registry=
rehash reject reject! relative? relative_path_from reload remainder remove remove_instance_variable rename render reopen repeated_combination
repeated_permutation replace report_on_exception report_on_exception= request request_get request_head request_post request_put request_uri reset
respond_to respond_to? response result results reverse reverse! reverse_each rewind rfc2822 rfc3339 rfc822 rindex rjust rmdir rmtree root? rotate
rotate! round route_from route_to rpartition rstrip rstrip! ruby2_keywords run sample saturday? save save! scan scheme scheme= scrub scrub! sec
sec_fraction second second_fraction seek select select! send send_request service session set set_backtrace set_content_type set_debug_output
set_encoding set_encoding_by_bom set_form set_form_data set_host set_opaque set_password set_path set_port set_range set_registry set_scheme
set_trace_func set_user set_userinfo setbyte setgid? setuid? sev_threshold sev_threshold= shellescape shelljoin shellsplit shift shuffle shuffle!
singleton_class singleton_method singleton_method_added singleton_methods size size? slice slice! slice_after slice_before slice_when socket? sort
sort! sort_by sort_by! source source_location split squeeze squeeze! ssl_timeout ssl_timeout= ssl_version ssl_version= start start_with? started? stat
status step sticky? stop stop? store strftime string string= strip strip! sub sub! sub_ext sub_type subscribe subsec subset? subtract succ succ! sum
sunday? super_method superset? swapcase swapcase! symlink? sync sync= sysopen sysread sysseek syswrite taint tainted? take take_while tally tap tell
terminate then thread_variable? thread_variable_get thread_variable_set thread_variables thursday? times title to to_a to_ary to_bn to_c to_csv
to_date to_datetime to_enum to_f to_h to_hash to_i to_int to_io to_json to_json_raw to_json_raw_object to_param to_path to_proc to_r to_s to_set
to_str to_sym to_time to_yaml touch tr tr! tr_s tr_s! trace transform_keys transform_keys! transform_values transform_values! transpose truncate trust
try tty? tuesday? tv_nsec tv_sec tv_usec type type_params unbind undump ungetbyte ungetc unicode_normalize unicode_normalize! unicode_normalized?
union uniq uniq! unknown unlink unlock unpack unpack1 unshift untaint untrust untrusted? upcase upcase! update update! updated_at upto uri uri= url
use_ssl= use_ssl? usec user user= userinfo userinfo= users utc utc? utc_offset utime valid? valid_encoding? validate value value? values values_at
verify_callback verify_callback= verify_depth verify_depth= verify_hostname verify_hostname= verify_mode verify_mode= visible? wait wait_priority
wait_readable wait_writable wakeup warn warn! warn? wday wednesday? where with_index with_object world_readable? world_writable? writable?
writable_real? write write_nonblock write_timeout write_timeout= xmlschema yday year yield yield_self zero? zip zone`.split(/\s/),
);
