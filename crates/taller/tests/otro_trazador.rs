//! A un proceso solo lo puede seguir uno a la vez: bajo `strace -f` o un depurador,
//! `explorar` dice quién es, y no le echa la culpa a un contenedor.
#![allow(clippy::zombie_processes, reason = "lo recoge quien lo sigue")]

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

use nix::errno::Errno;
use nix::sys::ptrace::{self, Options};
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// `explorar` cuando se le diga, para que dé tiempo a seguirlo desde el principio.
fn waiting() -> Child {
    Command::new("sh")
        .args(["-c", "read line; exec \"$0\" explorar true"])
        .arg(env!("CARGO_BIN_EXE_taller"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Lo sigue, y a todo lo que cree, sin cambiarle nada; devuelve su código de salida.
fn follow(main: Pid) -> i32 {
    loop {
        let status = waitpid(Pid::from_raw(-1), Some(WaitPidFlag::__WALL)).unwrap();
        let (pid, signal) = match status {
            WaitStatus::Exited(pid, code) if pid == main => return code,
            WaitStatus::Exited(..) | WaitStatus::Signaled(..) => continue,
            WaitStatus::Stopped(pid, signal) => {
                (pid, Some(signal).filter(|&one| one != Signal::SIGSTOP))
            }
            other => (other.pid().unwrap(), None),
        };
        match ptrace::cont(pid, signal) {
            // Lo mataron mientras tanto: ya se sabrá.
            Ok(()) | Err(Errno::ESRCH) => {}
            Err(errno) => panic!("{errno}"),
        }
    }
}

#[test]
fn explorar_dice_quien_lo_esta_siguiendo() {
    let mut child = waiting();
    let main = Pid::from_raw(child.id().cast_signed());
    let everything =
        Options::PTRACE_O_TRACEFORK | Options::PTRACE_O_TRACEVFORK | Options::PTRACE_O_TRACECLONE;
    ptrace::seize(main, everything | Options::PTRACE_O_EXITKILL).unwrap();
    child.stdin.take().unwrap().write_all(b"ya\n").unwrap();

    let code = follow(main);

    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!(code, 3, "{said}");
    assert!(
        said.contains("ya lo está siguiendo explorar_dice"),
        "{said}"
    );
    assert!(!said.contains("contenedor"), "{said}");
}
