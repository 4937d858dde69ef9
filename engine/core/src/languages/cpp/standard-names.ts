import type { ExternalPackage } from '../../link/outcome.js';

export const C_LIBRARY: ExternalPackage = { manager: 'platform', name: 'c' };
export const CPP_LIBRARY: ExternalPackage = { manager: 'platform', name: 'cpp' };

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** Functions, macros and types of the C library and of POSIX. */
export const C_NAMES = words(`abort abs accept access acos alarm alloca asctime asin assert atan atan2 atexit atof atoi atol atoll basename bind bsearch calloc ceil cfgetospeed chdir chmod chown clearerr clock clock_gettime close closedir closelog
connect cos creat ctime difftime dirname dlclose dlerror dlopen dlsym dup dup2 endpwent environ epoll_create epoll_ctl epoll_wait errno execl execle execlp execv execve execvp exit exp fabs fchmod fchown fclose fcntl fdatasync fdopen feof
ferror fflush fgetc fgets fileno flock floor fmod fopen fork fprintf fputc fputs fread free freeaddrinfo freopen frexp fscanf fseek fseeko fstat fsync ftell ftello ftruncate fwrite gai_strerror getaddrinfo getc getchar getcwd getenv geteuid
getgid getgrnam gethostbyname gethostname getline getnameinfo getopt getopt_long getpagesize getpeername getpgrp getpid getppid getpwnam getpwuid getrlimit getrusage getsockname getsockopt gettimeofday getuid gmtime gmtime_r htonl htons
inet_ntop inet_pton initgroups ioctl isalnum isalpha isatty isblank iscntrl isdigit isfinite isgraph isinf islower isnan isprint ispunct isspace isupper isxdigit kill labs ldexp link listen llabs localtime localtime_r lockf log log10 log2
longjmp lseek lstat madvise malloc mblen mbtowc memchr memcmp memcpy memmem memmove memset mkdir mkfifo mkstemp mktime mmap modf mprotect msync munmap nanosleep ntohl ntohs offsetof open opendir openlog pause pclose perror pipe poll popen
posix_memalign pow pread printf pthread_attr_destroy pthread_attr_getstacksize pthread_attr_init pthread_attr_setstacksize pthread_cancel pthread_cond_broadcast pthread_cond_destroy pthread_cond_init pthread_cond_signal pthread_cond_wait
pthread_create pthread_detach pthread_equal pthread_exit pthread_join pthread_kill pthread_mutex_destroy pthread_mutex_init pthread_mutex_lock pthread_mutex_trylock pthread_mutex_unlock pthread_rwlock_rdlock pthread_rwlock_unlock
pthread_rwlock_wrlock pthread_self pthread_setcancelstate pthread_setcanceltype pthread_sigmask putc putchar putenv puts pwrite qsort raise rand random read readdir readlink readv realloc realpath recv recvfrom recvmsg regcomp regexec
regfree remove rename rewind rint rmdir round scanf select send sendfile sendmsg sendto setbuf setenv setgid setgroups setitimer setjmp setlocale setpgid setrlimit setsid setsockopt setuid setvbuf shutdown sigaction sigaddset sigemptyset
sigfillset sigismember siglongjmp signal sigprocmask sigsetjmp sin sleep snprintf socket socketpair sprintf sqrt srand srandom sscanf stat stpcpy strcasecmp strcasestr strcat strchr strcmp strcoll strcpy strcspn strdup strerror strerror_r
strftime strlen strncasecmp strncat strncmp strncpy strndup strnlen strpbrk strrchr strsep strsignal strspn strstr strtod strtof strtok strtok_r strtol strtold strtoll strtoul strtoull strxfrm symlink sync sysconf syslog system tan
tcgetattr tcsetattr time toascii tolower toupper trunc truncate ttyname umask uname ungetc unlink unsetenv usleep utime utimes va_arg va_copy va_end va_start vfork vfprintf vprintf vsnprintf vsprintf wait wait3 wait4 waitpid wcslen wctomb
write writev __builtin_clz __builtin_clzl __builtin_clzll __builtin_ctz __builtin_ctzl __builtin_ctzll __builtin_expect __builtin_memcpy __builtin_popcount __builtin_popcountll __builtin_prefetch __builtin_unreachable __atomic_load_n
__atomic_store_n __atomic_add_fetch __atomic_sub_fetch __atomic_fetch_add __sync_synchronize INT64_C UINT64_C INT32_C UINT32_C WEXITSTATUS WIFEXITED WIFSIGNALED WTERMSIG FD_SET FD_CLR FD_ZERO FD_ISSET S_ISDIR S_ISREG S_ISLNK
FILE DIR va_list jmp_buf sigjmp_buf size_t ssize_t ptrdiff_t intptr_t uintptr_t intmax_t uintmax_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t int_fast32_t uint_fast32_t wchar_t wint_t time_t clock_t off_t mode_t
pid_t uid_t gid_t dev_t ino_t nlink_t suseconds_t useconds_t socklen_t in_addr_t in_port_t sa_family_t sigset_t sig_atomic_t pthread_t pthread_mutex_t pthread_cond_t pthread_attr_t pthread_rwlock_t pthread_key_t regex_t fd_set div_t
lldiv_t fpos_t key_t id_t rlim_t u_int8_t u_int16_t u_int32_t u_int64_t u_int u_char u_long uint ulong ushort bool timeval timespec timezone tm stat sockaddr sockaddr_in sockaddr_in6 sockaddr_un sockaddr_storage in_addr in6_addr addrinfo
hostent passwd group rlimit rusage itimerval dirent pollfd epoll_event iovec msghdr cmsghdr termios winsize sigaction siginfo_t ucontext_t utsname option lconv flock max_align_t char16_t char32_t char8_t`);

/** Members of the C++ library's types: where the receiver is not known, their names tell nothing. */
export const CPP_MEMBERS = words(`append assign at back begin bucket_count c_str capacity cbegin cend clear close compare contains copy count crbegin crend data detach emplace emplace_back emplace_front empty end equal_range erase fail fill find
find_first_not_of find_first_of find_last_of flush front get good has_value insert is_open join joinable length load lock lower_bound max_size merge name next open peek pop pop_back pop_front position precision push push_back push_front put
rbegin read release remove rend replace reserve reset resize reverse rfind seekg seekp set shrink_to_fit size sort splice stop store str substr swap test tellg to_string top try_lock unique unlock upper_bound value value_or wait what width write`);
