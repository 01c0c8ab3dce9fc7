//! Una terminal de verdad para la orden `taller`: lo que se ve y lo que se teclea.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use nix::pty::{Winsize, openpty};
use nix::sys::termios::{LocalFlags, tcgetattr};

/// Lo que se espera por algo que tiene que llegar.
const PATIENCE: Duration = Duration::from_secs(120);

/// Una terminal de 80 columnas con un programa dentro.
pub struct Terminal {
    child: Child,
    keyboard: File,
    screen: Receiver<String>,
    seen: String,
    line: OwnedFd,
}

impl Terminal {
    pub fn start(mut command: Command) -> Self {
        let size = Winsize {
            ws_row: 40,
            ws_col: 80,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        let pty = openpty(Some(&size), None).unwrap();
        let line = || pty.slave.try_clone().unwrap();
        let child = command
            .stdin(line())
            .stdout(line())
            .stderr(line())
            .spawn()
            .unwrap();
        let mut output = File::from(pty.master.try_clone().unwrap());
        let (sender, screen) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = output.read(&mut buffer) {
                let text = String::from_utf8_lossy(&buffer[..count]).into_owned();
                if count == 0 || sender.send(text).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            keyboard: File::from(pty.master),
            screen,
            seen: String::new(),
            line: pty.slave,
        }
    }

    pub fn id(&self) -> i32 {
        i32::try_from(self.child.id()).unwrap()
    }

    pub fn type_in(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
    }

    /// Espera a que se vea `text` y olvida lo visto hasta ahí.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(place) = self.seen.find(text) {
                self.seen.drain(..place + text.len());
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(more) = self.screen.recv_timeout(left) else {
                panic!("no ha salido «{text}»; se ve:\n{}", self.seen)
            };
            self.seen += &more;
        }
    }

    /// Espera a que el programa termine.
    pub fn end(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Si la terminal está como la deja una consola: con eco y por líneas.
    pub fn is_calm(&self) -> bool {
        let flags = tcgetattr(&self.line).unwrap().local_flags;
        flags.contains(LocalFlags::ICANON | LocalFlags::ECHO)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
