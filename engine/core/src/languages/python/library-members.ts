/**
 * Members of the types that the standard library gives most often (dir() of 55 of them, Python 3.11): a call of one on an
 * unknown receiver says nothing of which type is meant.
 */
export const LIBRARY_MEMBERS: ReadonlySet<string> = new Set(
  `BOOLEAN_STATES DataError DatabaseError Error IntegrityError InterfaceError InternalError NONSPACECRE NotSupportedError OPTCRE OPTCRE_NV
OperationalError ProgrammingError SECTCRE Warning absolute accept acquire add addClassCleanup addCleanup addFilter addHandler addTypeEqualityFunc
add_alternative add_argument add_argument_group add_attachment add_done_callback add_header add_mutually_exclusive_group add_note add_related
add_section add_subparsers adjusted anchor append appendleft args arraysize as_bytes as_integer_ratio as_posix as_string as_tuple as_uri
assertAlmostEqual assertAlmostEquals assertCountEqual assertDictContainsSubset assertDictEqual assertEqual assertEquals assertFalse assertGreater
assertGreaterEqual assertIn assertIs assertIsInstance assertIsNone assertIsNot assertIsNotNone assertLess assertLessEqual assertListEqual assertLogs
assertMultiLineEqual assertNoLogs assertNotAlmostEqual assertNotAlmostEquals assertNotEqual assertNotEquals assertNotIn assertNotIsInstance
assertNotRegex assertNotRegexpMatches assertRaises assertRaisesRegex assertRaisesRegexp assertRegex assertRegexpMatches assertSequenceEqual
assertSetEqual assertTrue assertTupleEqual assertWarns assertWarnsRegex assert_ assert_any_call assert_called assert_called_once
assert_called_once_with assert_called_with assert_has_calls assert_not_called astimezone attach attach_mock backup begin bind bit_count bit_length
blobopen buffer bytes bytes_le c_contiguous callHandlers call_args call_args_list call_count callback called cancel cancelled cancelling canonical
capitalize casefold cast center chmod clear clear_content clock_seq clock_seq_hi_variant clock_seq_low close closed combine commit communicate compare
compare_signal compare_total compare_total_mag configure_mock conjugate connect connect_ex connection contiguous convert_arg_line_to_args converters
copy copy_abs copy_negate copy_sign count countTestCases cr_await cr_code cr_frame cr_origin cr_running cr_suspended createLock create_aggregate
create_collation create_function create_window_function critical ctime cursor cwd daemon date day days debug decode defaultTestResult defaults
del_param deleter denominator description deserialize detach difference difference_update discard doClassCleanups doCleanups done drive dst dup
elements emit empty encode encoding end endpos endswith enterClassContext enterContext enter_context error errors exception execute executemany
executescript exists exit exp expand expandtabs expanduser extend extendleft f_contiguous fail failIf failIfAlmostEqual failIfEqual failUnless
failUnlessAlmostEqual failUnlessEqual failUnlessRaises failureException family fatal fdel fetchall fetchmany fetchone fget fields fileno filter find
findCaller findall finditer flags flush fma fold format format_help format_map format_usage from_bytes from_float fromhex fromisocalendar
fromisoformat fromkeys fromordinal fromtimestamp fromutc fset full fullmatch get getChild getEffectiveLevel getName get_all get_body get_boundary
get_charset get_charsets get_content get_content_charset get_content_disposition get_content_maintype get_content_subtype get_content_type get_coro
get_default get_default_type get_filename get_inheritable get_loop get_name get_nowait get_param get_params get_payload get_stack get_unixfrom
getblocking getboolean getbuffer getcode getfloat getheader getheaders getint getlimit getpeername getsockname getsockopt getter gettimeout geturl
getvalue gi_code gi_frame gi_running gi_suspended gi_yieldfrom glob group groupdict groupindex groups handle handleError hardlink_to hasHandlers
has_option has_section hex home hour id ident imag in_transaction index info insert int interrupt intersection intersection_update isDaemon
isEnabledFor isSet is_absolute is_alive is_attachment is_block_device is_canonical is_char_device is_dir is_fifo is_file is_finite is_infinite
is_integer is_mount is_multipart is_nan is_normal is_qnan is_relative_to is_reserved is_safe is_set is_signed is_snan is_socket is_subnormal
is_symlink is_zero isalnum isalpha isascii isatty isclosed isdecimal isdigit isdisjoint isidentifier islower isnumeric isocalendar isoformat
isolation_level isoweekday isprintable isspace issubset issuperset istitle isupper items itemsize iter_attachments iter_parts iterdir iterdump join
joinpath keys kill lastgroup lastindex lastrowid lchmod line_buffering link_to listen ljust ln log log10 logb logical_and logical_invert logical_or
logical_xor longMessage lower lstat lstrip makeRecord make_alternative make_mixed make_related makefile maketrans manager map match max maxDiff
max_mag maxlen maxsize microsecond microseconds min min_mag minute mkdir mock_add_spec mock_calls month most_common move_to_end mro name native_id
nbytes ndim newlines next_minus next_plus next_toward node normalize notify notifyAll notify_all now number_class numerator obj open options
optionxform owner parent parents parse_args parse_intermixed_args parse_known_args parse_known_intermixed_args partition parts pattern peek poll pop
pop_all popitem popleft pos print_help print_stack print_usage proto push put put_nowait qsize quantize radix raw_items re read read1 read_bytes
read_dict read_file read_string read_text readable readfp readinto readinto1 readline readlines readlink readonly real reconfigure recv recv_into
recvfrom recvfrom_into recvmsg recvmsg_into register regs relative_to release remainder_near remove removeFilter removeHandler remove_done_callback
remove_option remove_section removeprefix removesuffix rename replace replace_header reset_mock resolution resolve result return_value reverse rfind
rglob rindex rjust rmdir rollback root rotate row_factory rowcount rpartition rsplit rstrip run running same_quantum samefile scaleb scanner search
second seconds sections seek seekable send send_signal sendall sendfile sendmsg sendmsg_afalg sendto serialize set setDaemon setFormatter setLevel
setName setUp setUpClass set_authorizer set_boundary set_charset set_content set_default_type set_defaults set_exception set_inheritable set_name
set_param set_payload set_progress_handler set_raw set_result set_running_or_notify_cancel set_trace_callback set_type set_unixfrom setblocking
setdefault setinputsizes setlimit setoutputsize setsockopt setter settimeout shape shift shortDescription shutdown side_effect skipTest sort span
split splitlines sqrt start startswith stat stem step stop strftime strides string strip strptime sub subTest submit subn suboffsets subtract suffix
suffixes swapcase symlink_to symmetric_difference symmetric_difference_update task_done tearDown tearDownClass tell terminate text_factory throw time
time_hi_version time_low time_mid timeout timestamp timetuple timetz title to_bytes to_eng_string to_integral to_integral_exact to_integral_value
tobytes today tolist toordinal toreadonly total total_changes total_seconds touch translate truncate type tzinfo tzname uncancel union
universal_newlines unlink update upper urn utc utcfromtimestamp utcnow utcoffset utctimetuple values variant version wait wait_for walk warn warning
weekday with_name with_stem with_suffix with_traceback writable write write_bytes write_text write_through writelines year zfill`.split(/\s/),
);
