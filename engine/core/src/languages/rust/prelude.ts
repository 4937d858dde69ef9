import type { ExternalPackage } from '../../link/outcome.js';

export const RUST: ExternalPackage = { manager: 'platform', name: 'rust' };

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** Crates that come with the compiler. */
export const PLATFORM_CRATES = words('std core alloc proc_macro test');

/** Names that every module sees. */
export const PRELUDE = words(`Option Some None Result Ok Err Vec String Box ToString ToOwned Clone Copy Send Sync Sized Unpin Drop Fn FnMut FnOnce AsyncFn AsyncFnMut AsyncFnOnce Iterator IntoIterator DoubleEndedIterator
ExactSizeIterator FromIterator Extend Default From Into TryFrom TryInto AsRef AsMut Eq PartialEq Ord PartialOrd Debug Hash drop align_of align_of_val size_of size_of_val
bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64`);

/** Macros of the platform that need no import. */
export const PLATFORM_MACROS = words(`addr_of addr_of_mut assert assert_eq assert_ne cfg column compile_error concat concat_bytes concat_idents dbg debug_assert debug_assert_eq debug_assert_ne env eprint eprintln file format format_args
global_asm asm include include_bytes include_str is_x86_feature_detected line matches module_path option_env panic print println stringify thread_local todo try unimplemented unreachable vec write writeln`);

/** What types have by `derive`, or by a blanket implementation. */
export const DERIVED_MEMBERS = words('clone clone_from clone_into default eq ne cmp partial_cmp lt le gt ge max min clamp hash fmt to_string to_owned into try_into try_from from borrow borrow_mut type_id');

/** Containers that lend what they hold to calls. */
export const TRANSPARENT = words('Box Rc Arc Ref RefMut MutexGuard RwLockReadGuard RwLockWriteGuard Pin');

/** Members of Option and Result that give what they hold. */
export const UNWRAPPING = words('unwrap expect unwrap_or unwrap_or_default unwrap_or_else unwrap_unchecked');

/** Methods that types of the platform have as well: where the receiver is not known, their name tells nothing. */
export const PLATFORM_METHODS = words(`abs all and and_then any append args as_bytes as_deref as_mut as_os_str as_path as_ptr as_ref as_slice as_str await bind build by_ref bytes capacity ceil chain chars checked_add checked_mul checked_sub
chunks clear clone cloned close cmp collect concat connect contains contains_key copied count create cycle dedup default deref display div drain drop end ends_with entry enumerate eq err exec exists exit expect extend extension
fetch_add file_name file_type filter filter_map finish find find_map first flat_map flatten floor flush fmt fold for_each format from get get_mut get_or_insert_with hash id insert insert_str inspect into into_bytes into_inner into_iter
into_string is_alphabetic is_ascii is_dir is_empty is_err is_file is_none is_ok is_some iter iter_mut join keys kill last len lines load lock log map map_err map_or map_or_else max max_by max_by_key metadata min min_by min_by_key
modified name ne new next next_back not nth ok ok_or ok_or_else open or or_else or_insert or_insert_with output parent parse partial_cmp partition path peek peekable permissions poll pop pop_front position pow product push push_back
push_front push_str range read read_exact read_line read_to_end read_to_string recv remove repeat replace reserve resize retain rev rev_bits rfind round saturating_add saturating_sub seek send set set_len shrink_to_fit size size_hint skip
skip_while sleep sort sort_by sort_by_key spawn split split_at split_off split_once split_whitespace splitn sqrt start starts_with status step_by store sum swap swap_remove take take_while tell then then_some to_ascii_lowercase to_bytes
to_lowercase to_os_string to_owned to_path_buf to_str to_string to_string_lossy to_uppercase to_vec trim trim_end trim_start truncate try_from try_into unwrap unwrap_err unwrap_or unwrap_or_default unwrap_or_else unzip update value values
values_mut wait windows with_capacity with_extension wrapping_add wrapping_sub write write_all write_fmt write_str zip`);
