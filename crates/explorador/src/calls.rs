//! Las llamadas al sistema que se ven: cuáles son, cómo se llaman y de qué tipo
//! son. Las que no están aquí pasan sin parar al proceso (salvo que reciban un
//! puntero a memoria compartida).

use std::sync::OnceLock;

use crate::arch::X86_CALLS;

/// De qué trata una llamada: decide cuándo puede seguir, con qué choca y cómo
/// se ejecuta.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Map,
    Unmap,
    Remap,
    Protect,
    ShmAttach,
    ShmDetach,
    Fork,
    Exec,
    Exit,
    Wait4,
    WaitId,
    /// `kill`, `tkill`, `tgkill`, `rt_sigqueueinfo`…
    Kill,
    Read,
    Write,
    Close,
    /// Crea descriptores que no tocan nada compartido todavía.
    NewFd,
    Dup,
    Open,
    Truncate,
    /// Cambia nombres del sistema de archivos, o crea y borra objetos System V:
    /// duran más que un plan.
    Names,
    Futex,
    Sleep,
    Yield,
    Pause,
    SigSuspend,
    SigWait,
    SigAction,
    SigMask,
    Alarm,
    Poll,
    Select,
    EpollWait,
    Identity,
    FileLock,
    /// Puede esperar dentro del núcleo de una forma que no se modela.
    MayBlock,
    /// Toca a otros procesos por un camino que no se sigue: se impide si van
    /// fuera del programa.
    Foreign,
    /// Recibe un puntero a memoria compartida, y nada más.
    Pointer,
}

/// Una llamada visible.
#[derive(Debug)]
pub(crate) struct Spec {
    pub number: i64,
    pub name: &'static str,
    pub kind: Kind,
    pub args: &'static [&'static str],
}

macro_rules! specs {
    ($($call:ident $kind:ident [$($arg:literal),*]),* $(,)?) => {
        &[$(Spec {
            number: libc::$call,
            name: "",
            kind: Kind::$kind,
            args: &[$($arg),*],
        }),*]
    };
}

/// Las llamadas de todas las arquitecturas, con su nombre aparte en [`NAMES`].
static COMMON: &[Spec] = specs![
    SYS_mmap Map ["addr", "length", "prot", "flags", "fd", "offset"],
    SYS_munmap Unmap ["addr", "length"],
    SYS_mremap Remap ["old_address", "old_size", "new_size", "flags", "new_address"],
    SYS_mprotect Protect ["addr", "length", "prot"],
    SYS_pkey_mprotect Protect ["addr", "length", "prot", "pkey"],
    SYS_shmat ShmAttach ["shmid", "addr", "flags"],
    SYS_shmdt ShmDetach ["addr"],
    SYS_clone Fork ["flags", "stack", "parent_tid", "child_tid", "tls"],
    SYS_clone3 Fork ["args", "size"],
    SYS_execve Exec ["pathname", "argv", "envp"],
    SYS_execveat Exec ["dirfd", "pathname", "argv", "envp", "flags"],
    SYS_exit Exit ["status"],
    SYS_exit_group Exit ["status"],
    SYS_wait4 Wait4 ["pid", "wstatus", "options", "rusage"],
    SYS_waitid WaitId ["idtype", "id", "infop", "options", "rusage"],
    SYS_kill Kill ["pid", "sig"],
    SYS_tkill Kill ["tid", "sig"],
    SYS_tgkill Kill ["tgid", "tid", "sig"],
    SYS_rt_sigqueueinfo Kill ["pid", "sig", "info"],
    SYS_rt_tgsigqueueinfo Kill ["tgid", "tid", "sig", "info"],
    SYS_read Read ["fd", "buf", "count"],
    SYS_readv Read ["fd", "iov", "iovcnt"],
    SYS_pread64 Read ["fd", "buf", "count", "offset"],
    SYS_recvfrom Read ["fd", "buf", "count", "flags"],
    SYS_write Write ["fd", "buf", "count"],
    SYS_writev Write ["fd", "iov", "iovcnt"],
    SYS_pwrite64 Write ["fd", "buf", "count", "offset"],
    SYS_sendto Write ["fd", "buf", "count", "flags"],
    SYS_close Close ["fd"],
    SYS_pipe2 NewFd ["pipefd", "flags"],
    SYS_eventfd2 NewFd ["initval", "flags"],
    SYS_memfd_create NewFd ["name", "flags"],
    SYS_socketpair NewFd ["domain", "type", "protocol", "sv"],
    SYS_epoll_create1 NewFd ["flags"],
    SYS_signalfd4 NewFd ["fd", "mask", "sizemask", "flags"],
    SYS_timerfd_create NewFd ["clockid", "flags"],
    SYS_dup Dup ["oldfd"],
    SYS_dup3 Dup ["oldfd", "newfd", "flags"],
    SYS_openat Open ["dirfd", "pathname", "flags", "mode"],
    SYS_ftruncate Truncate ["fd", "length"],
    SYS_unlinkat Names ["dirfd", "pathname", "flags"],
    SYS_renameat2 Names ["olddirfd", "oldpath", "newdirfd", "newpath", "flags"],
    SYS_mkdirat Names ["dirfd", "pathname", "mode"],
    SYS_linkat Names ["olddirfd", "oldpath", "newdirfd", "newpath", "flags"],
    SYS_symlinkat Names ["target", "newdirfd", "linkpath"],
    SYS_futex Futex ["uaddr", "op", "val", "timeout", "uaddr2", "val3"],
    SYS_nanosleep Sleep ["req", "rem"],
    SYS_clock_nanosleep Sleep ["clockid", "flags", "req", "rem"],
    SYS_sched_yield Yield [],
    SYS_rt_sigsuspend SigSuspend ["mask", "sizemask"],
    SYS_rt_sigtimedwait SigWait ["set", "info", "timeout", "sizemask"],
    SYS_rt_sigaction SigAction ["signum", "act", "oldact", "sizemask"],
    SYS_rt_sigprocmask SigMask ["how", "set", "oldset", "sizemask"],
    SYS_setitimer Alarm ["which", "new", "old"],
    SYS_ppoll Poll ["fds", "nfds", "timeout", "sigmask"],
    SYS_pselect6 Select ["nfds", "readfds", "writefds", "exceptfds", "timeout", "sigmask"],
    SYS_epoll_pwait EpollWait ["epfd", "events", "maxevents", "timeout"],
    SYS_getpid Identity [],
    SYS_gettid Identity [],
    SYS_getppid Identity [],
    SYS_set_tid_address Identity ["tidptr"],
    SYS_getpgid Identity ["pid"],
    SYS_setpgid Identity ["pid", "pgid"],
    SYS_getsid Identity ["pid"],
    SYS_setsid Identity [],
    SYS_flock FileLock ["fd", "operation"],
    SYS_fcntl FileLock ["fd", "cmd", "arg"],
    SYS_shmget Names ["key", "size", "flags"],
    SYS_shmctl Names ["shmid", "cmd", "buf"],
    SYS_semget Names ["key", "nsems", "flags"],
    SYS_semctl Names ["semid", "semnum", "cmd", "arg"],
    SYS_msgget Names ["key", "flags"],
    SYS_msgctl Names ["msqid", "cmd", "buf"],
    SYS_semop MayBlock ["semid", "sops", "nsops"],
    SYS_semtimedop MayBlock ["semid", "sops", "nsops", "timeout"],
    SYS_msgsnd MayBlock ["msqid", "msgp", "msgsz", "msgflg"],
    SYS_msgrcv MayBlock ["msqid", "msgp", "msgsz", "msgtyp", "msgflg"],
    SYS_mq_timedsend MayBlock ["mqdes", "msg", "len", "prio", "timeout"],
    SYS_mq_timedreceive MayBlock ["mqdes", "msg", "len", "prio", "timeout"],
    SYS_accept4 MayBlock ["fd", "addr", "addrlen", "flags"],
    SYS_connect MayBlock ["fd", "addr", "addrlen"],
    SYS_sendmsg MayBlock ["fd", "msg", "flags"],
    SYS_recvmsg MayBlock ["fd", "msg", "flags"],
    SYS_ptrace Foreign ["request", "pid"],
    SYS_process_vm_writev Foreign ["pid"],
    SYS_process_vm_readv Foreign ["pid"],
    SYS_pidfd_open Foreign ["pid"],
    SYS_pidfd_send_signal Foreign ["pidfd", "sig"],
    SYS_prlimit64 Foreign ["pid", "resource", "new", "old"],
    SYS_sched_setaffinity Foreign ["pid", "len", "mask"],
    SYS_reboot Foreign [],
    SYS_unshare Foreign ["flags"],
    SYS_setns Foreign ["fd", "type"],
    SYS_mount Foreign ["source", "target"],
    SYS_umount2 Foreign ["target", "flags"],
    SYS_io_uring_setup Foreign ["entries", "params"],
    SYS_seccomp Foreign ["operation", "flags", "args"],
    SYS_userfaultfd Foreign ["flags"],
];

/// Los nombres, en el orden de [`COMMON`]: la macro solo ve identificadores.
const NAMES: &str = "mmap munmap mremap mprotect pkey_mprotect shmat shmdt clone clone3 execve \
    execveat exit exit_group wait4 waitid kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo \
    read readv pread64 recvfrom write writev pwrite64 sendto close pipe2 eventfd2 memfd_create \
    socketpair epoll_create1 signalfd4 timerfd_create dup dup3 openat ftruncate unlinkat renameat2 \
    mkdirat linkat symlinkat futex nanosleep clock_nanosleep sched_yield rt_sigsuspend \
    rt_sigtimedwait rt_sigaction rt_sigprocmask setitimer ppoll pselect6 epoll_pwait getpid gettid \
    getppid set_tid_address getpgid setpgid getsid setsid flock fcntl shmget shmctl semget semctl \
    msgget msgctl semop semtimedop msgsnd msgrcv mq_timedsend mq_timedreceive accept4 connect sendmsg recvmsg ptrace process_vm_writev process_vm_readv \
    pidfd_open pidfd_send_signal prlimit64 sched_setaffinity reboot unshare setns mount umount2 \
    io_uring_setup seccomp userfaultfd";

fn old_kind(name: &str) -> (Kind, &'static [&'static str]) {
    match name {
        "fork" | "vfork" => (Kind::Fork, &[]),
        "pipe" => (Kind::NewFd, &["pipefd"]),
        "eventfd" => (Kind::NewFd, &["initval"]),
        "signalfd" => (Kind::NewFd, &["fd", "mask", "sizemask"]),
        "open" => (Kind::Open, &["pathname", "flags", "mode"]),
        "creat" => (Kind::Open, &["pathname", "mode"]),
        "dup2" => (Kind::Dup, &["oldfd", "newfd"]),
        "pause" => (Kind::Pause, &[]),
        "alarm" => (Kind::Alarm, &["seconds"]),
        "poll" => (Kind::Poll, &["fds", "nfds", "timeout"]),
        "select" => (
            Kind::Select,
            &["nfds", "readfds", "writefds", "exceptfds", "timeout"],
        ),
        "epoll_wait" => (Kind::EpollWait, &["epfd", "events", "maxevents", "timeout"]),
        "getpgrp" => (Kind::Identity, &[]),
        _ => (Kind::Names, &["pathname", "newpath"]),
    }
}

/// Todas las llamadas visibles, por número.
fn table() -> &'static Vec<Option<Spec>> {
    static TABLE: OnceLock<Vec<Option<Spec>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let common = COMMON.iter().zip(NAMES.split_ascii_whitespace());
        let mut specs: Vec<Spec> = common.map(|(spec, name)| Spec { name, ..*spec }).collect();
        for &(number, name) in X86_CALLS {
            let (kind, args) = old_kind(name);
            specs.push(Spec {
                number,
                name,
                kind,
                args,
            });
        }
        let mut table = Vec::new();
        for spec in specs {
            let place = usize::try_from(spec.number).unwrap_or(0);
            if table.len() <= place {
                table.resize_with(place + 1, || None);
            }
            table[place] = Some(spec);
        }
        table
    })
}

/// Una llamada cualquiera que recibe un puntero a memoria compartida.
static POINTER: Spec = Spec {
    number: -1,
    name: "llamada",
    kind: Kind::Pointer,
    args: &["a", "b", "c", "d", "e", "f"],
};

/// La ficha de la llamada número `number`.
pub(crate) fn spec(number: i64) -> &'static Spec {
    usize::try_from(number)
        .ok()
        .and_then(|place| table().get(place))
        .and_then(Option::as_ref)
        .unwrap_or(&POINTER)
}

/// Los números de todas las llamadas visibles, para el filtro.
pub(crate) fn visible_numbers() -> impl Iterator<Item = i64> {
    table().iter().flatten().map(|spec| spec.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cada_llamada_tiene_su_nombre() {
        assert_eq!(COMMON.len(), NAMES.split_ascii_whitespace().count());
        assert_eq!(spec(libc::SYS_futex).name, "futex");
        assert_eq!(spec(libc::SYS_userfaultfd).name, "userfaultfd");
        assert_eq!(spec(libc::SYS_wait4).name, "wait4");
        assert_eq!(spec(libc::SYS_getsid).name, "getsid");
        assert_eq!(spec(libc::SYS_pause).name, "pause");
        assert_eq!(spec(libc::SYS_uname).kind, Kind::Pointer);
    }
}
