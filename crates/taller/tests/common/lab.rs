//! Un aula de mentira con un ssh de verdad: un sshd propio, en un puerto de esta máquina,
//! que atiende por varios nombres. Muere con el valor que lo abrió.

use std::fmt::Write as _;
use std::fs::{self, Permissions};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Dónde deja Debian el servidor, que no suele estar en el PATH de un usuario.
const SSHD: &str = "/usr/sbin/sshd";
/// Lo que se espera a que atienda.
const PATIENCE: Duration = Duration::from_secs(30);
/// Lo que necesita cargo del entorno de quien prueba, y una sesión de ssh no hereda.
const ENVIRONMENT: [&str; 4] = ["PATH", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN"];

/// Un aula en marcha.
pub struct Lab {
    folder: TempDir,
    sshd: Child,
}

impl Lab {
    /// La abre, si en esta máquina están los programas que hacen falta. En la integración
    /// continua tienen que estar.
    pub fn open() -> Option<Self> {
        let missing: Vec<&str> = ["parallel", "rsync", "ssh", "ssh-keygen", SSHD]
            .into_iter()
            .filter(|program| super::found(program).is_none())
            .collect();
        if !missing.is_empty() {
            assert!(
                std::env::var_os("CI").is_none(),
                "en CI tiene que haber {missing:?}"
            );
            eprintln!(
                "OMITIDA: falta {}. Instálalo con: apt-get install parallel rsync \
                 openssh-client openssh-server",
                missing.join(", ")
            );
            return None;
        }
        Some(Self::start())
    }

    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for key in ["servidor", "docente"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(at(key))
                .status();
            assert!(made.unwrap().success());
        }
        // El puerto queda libre un instante: si otro lo toma, sshd no arranca y se dice.
        let port = free_port();
        let closed = free_port();
        fs::write(at("sshd_config"), server(folder.path(), port)).unwrap();
        fs::write(at("ssh_config"), client(folder.path(), port, closed)).unwrap();
        fs::create_dir(at("bin")).unwrap();
        let config = at("ssh_config");
        program(
            &at("bin/ssh"),
            &format!(
                "exec {} -F '{}' \"$@\"",
                super::found("ssh").unwrap().display(),
                config.display()
            ),
        );
        program(&at("rustc-antiguo"), "echo 'rustc 1.88.0 (de otro año)'");
        // Un sshd de root lo exige, y en un contenedor no lo crea nadie.
        if nix::unistd::geteuid().is_root() {
            fs::create_dir_all("/run/sshd").unwrap();
        }
        let sshd = Command::new(SSHD)
            .args(["-D", "-e", "-f"])
            .arg(at("sshd_config"))
            .stdin(Stdio::null())
            .stderr(fs::File::create(at("sshd.log")).unwrap())
            .spawn()
            .unwrap();
        let mut lab = Self { folder, sshd };
        lab.wait(port);
        lab
    }

    fn wait(&mut self, port: u16) {
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = self.sshd.try_wait().unwrap();
            assert!(
                ended.is_none() && Instant::now() < deadline,
                "{ended:?}: {}",
                self.log()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Lo que ha contado el servidor.
    pub fn log(&self) -> String {
        fs::read_to_string(self.path("sshd.log")).unwrap_or_default()
    }

    /// Algo de su carpeta.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// El PATH con el que `ssh` es el de esta aula.
    pub fn search_path(&self) -> std::ffi::OsString {
        let rest = std::env::var_os("PATH").unwrap();
        let folders = std::iter::once(self.path("bin")).chain(std::env::split_paths(&rest));
        std::env::join_paths(folders).unwrap()
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = self.sshd.kill();
        let _ = self.sshd.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// Un programa de una línea.
pub fn program(path: &Path, line: &str) {
    fs::write(path, format!("#!/bin/sh\n{line}\n")).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
}

fn server(folder: &Path, port: u16) -> String {
    let folder = folder.display();
    format!(
        "Port {port}\nListenAddress 127.0.0.1\nPidFile none\nHostKey {folder}/servidor\n\
         AuthorizedKeysFile {folder}/docente.pub\nStrictModes no\nUsePAM no\n\
         PasswordAuthentication no\nPermitRootLogin prohibit-password\n\
         MaxStartups 100\nAcceptEnv RUSTC {}\n",
        ENVIRONMENT.join(" ")
    )
}

/// Dos máquinas que valen, una que no contesta y otra con un compilador antiguo.
fn client(folder: &Path, port: u16, closed: u16) -> String {
    let mut environment = String::new();
    for name in ENVIRONMENT {
        if let Ok(value) = std::env::var(name) {
            let _ = write!(environment, " {name}=\"{value}\"");
        }
    }
    let folder = folder.display();
    format!(
        "Host apagada\n  Port {closed}\n\
         Host antigua\n  SetEnv RUSTC=\"{folder}/rustc-antiguo\"{environment}\n\
         Host *\n  HostName 127.0.0.1\n  Port {port}\n  IdentityFile {folder}/docente\n  \
         IdentitiesOnly yes\n  UserKnownHostsFile {folder}/conocidas\n  \
         StrictHostKeyChecking accept-new\n  LogLevel ERROR\n  SetEnv{environment}\n"
    )
}
