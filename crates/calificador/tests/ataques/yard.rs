//! El corral: lo que un ataque no puede ver ni tocar, y cómo se sabe si lo ha hecho.

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use calificador::model::Grade;
use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::Signal;
use tempfile::TempDir;

use super::corpus::Names;

/// La variable de entorno con el secreto. La lee quien la busque al compilar.
pub const SECRET_VARIABLE: &str = "SECRETO_DE_PRUEBA";

/// Rastros que dejan los ataques que consiguen escribir fuera.
const TRACES: &[&str] = &[
    "/usr/marca",
    "/etc/marca",
    "/lib/marca",
    "/tmp/recado-1",
    "/tmp/recado-2",
    "/dev/shm/recado-1",
    "/dev/shm/recado-2",
    "/dev/mqueue/recado-1",
    "/tmp/relleno0",
    "/tmp/vacio0",
    "/dev/shm/relleno0",
    "/dev/shm/vacio0",
    "/var/tmp/relleno0",
    "/tmp/raiz",
];

/// Los números con los que `recado.rs` deja memoria, semáforos y mensajes de System V.
const KEYS: [i64; 2] = [0x00ec_ad31, 0x00ec_ad32];

/// Un sitio con cosas que vigilar.
pub struct Yard {
    folder: TempDir,
    secret: String,
    listener: TcpListener,
    neighbour: UnixListener,
    name: String,
    sentinel: Child,
}

impl Yard {
    /// Lo prepara todo: un archivo secreto, la entrega de una vecina, un puerto abierto,
    /// un conector con nombre y un proceso que solo tiene que seguir vivo.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("hay donde escribir");
        let secret = std::env::var(SECRET_VARIABLE).expect("la pone `main`");
        fs::write(folder.path().join("secreto.txt"), &secret).expect("cabe");
        fs::write(folder.path().join("vecina.rs"), neighbour(&secret)).expect("cabe");
        let listener = TcpListener::bind("127.0.0.1:0").expect("hay puertos libres");
        listener.set_nonblocking(true).expect("se puede");
        let name = format!("corral{}", folder.path().display());
        let address = SocketAddr::from_abstract_name(&name).expect("es corto");
        let neighbour = UnixListener::bind_addr(&address).expect("el nombre es nuevo");
        neighbour.set_nonblocking(true).expect("se puede");
        let sentinel = sentinel().spawn().expect("hay un `sleep`");
        Self {
            folder,
            secret,
            listener,
            neighbour,
            name,
            sentinel,
        }
    }

    /// Lo que un ataque tiene que saber para intentarlo de verdad.
    pub fn names(&self, step: &str, submission: &str, other: &str) -> Names {
        let place = |name: &str| self.folder.path().join(name).display().to_string();
        let port = self.listener.local_addr().expect("está abierto").port();
        vec![
            ("REFERENCIA", reference(step).display().to_string()),
            ("CANARIO", place("secreto.txt")),
            ("VECINO", place("vecina.rs")),
            ("PUERTO", port.to_string()),
            ("NOMBRE", self.name.clone()),
            ("CENTINELA", self.sentinel.id().to_string()),
            ("ENTREGA", submission.to_owned()),
            ("OTRA", other.to_owned()),
        ]
    }

    /// Qué ha cambiado. Vacío si nada.
    pub fn damage(&self) -> Vec<String> {
        let mut damage = Vec::new();
        let mut expect = |fine: bool, what: &str| {
            if !fine {
                damage.push(what.to_owned());
            }
        };
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name)).ok();
        expect(
            read("secreto.txt").as_deref() == Some(&self.secret),
            "el archivo secreto ha cambiado",
        );
        expect(
            read("vecina.rs") == Some(neighbour(&self.secret)),
            "la entrega de la vecina ha cambiado",
        );
        let files = fs::read_dir(self.folder.path()).map_or(0, Iterator::count);
        expect(files == 2, "hay archivos de más junto al secreto");
        let visit = self.listener.accept().map(|(_, from)| from.to_string());
        expect(
            matches!(&visit, Err(why) if why.kind() == ErrorKind::WouldBlock),
            "alguien se ha conectado al puerto",
        );
        let call = self.neighbour.accept().map(drop);
        expect(
            matches!(&call, Err(why) if why.kind() == ErrorKind::WouldBlock),
            "alguien ha llamado al conector con nombre",
        );
        expect(
            is_undisturbed(self.sentinel.id()),
            "el centinela no está como estaba",
        );
        for trace in TRACES {
            expect(!Path::new(trace).exists(), &format!("ha aparecido {trace}"));
        }
        for kind in ["shm", "sem", "msg"] {
            let table = fs::read_to_string(format!("/proc/sysvipc/{kind}")).unwrap_or_default();
            let keys = table
                .lines()
                .filter_map(|line| line.split_whitespace().next()?.parse().ok());
            let left = keys.into_iter().any(|key: i64| KEYS.contains(&key));
            expect(!left, &format!("hay un recado de System V ({kind})"));
        }
        damage
    }

    /// Qué hay en el resultado que no debería poder leerse en él.
    pub fn leaks(&self, grade: &Grade) -> Vec<String> {
        let text = serde_json::to_string(grade).expect("siempre se puede escribir");
        let mut leaks = Vec::new();
        if text.contains(&self.secret) {
            leaks.push("el resultado trae el secreto".to_owned());
        }
        let passwords = fs::read_to_string("/etc/shadow").unwrap_or_default();
        if passwords
            .lines()
            .any(|line| line.len() > 8 && text.contains(line))
        {
            leaks.push("el resultado trae una línea de /etc/shadow".to_owned());
        }
        // En JSON los caracteres de control se escriben así.
        let deceptive = ['\u{202e}', '\u{61c}', '\u{200b}', '\u{2028}'];
        if text.contains("\\u00") || text.contains("\\b") || text.contains(deceptive) {
            leaks.push("el resultado trae caracteres que engañan".to_owned());
        }
        if text.len() > 1 << 20 {
            leaks.push(format!("el resultado ocupa {} bytes", text.len()));
        }
        leaks
    }
}

impl Drop for Yard {
    fn drop(&mut self) {
        let _ = self.sentinel.kill();
        let _ = self.sentinel.wait();
    }
}

/// Quien solo tiene que seguir vivo, y no más que quien lo vigila.
fn sentinel() -> Command {
    let mut command = Command::new("sleep");
    command
        .arg("100000")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    // SEGURIDAD: entre fork y execve solo se hace una llamada al sistema.
    unsafe {
        command.pre_exec(|| {
            set_pdeathsig(Signal::SIGKILL)?;
            Ok(())
        });
    }
    command
}

fn neighbour(secret: &str) -> String {
    format!("// {secret}\npub fn allocate() {{}}\n")
}

/// La solución de un paso, que ningún ataque tiene que poder leer.
pub fn reference(step: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = root.join("solutions").join(step).join("src/lib.rs");
    path.canonicalize().expect("está en el repositorio")
}

/// Si el proceso sigue vivo y nadie lo ha parado. Quizá esté empezando todavía.
fn is_undisturbed(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    state.starts_with(['S', 'R', 'D'])
}
