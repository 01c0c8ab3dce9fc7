//! La comprobación de que la caja lo es, antes de calificar nada.
//!
//! Un canario intenta desde dentro lo que una entrega hostil intentaría, y lo que se
//! mira fuera confirma que no pudo. Con una sola sorpresa no se califica.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use nix::sys::resource::Resource;

use crate::program;

use super::{Account, Blueprint, Ended, Job, Living, Patience, Protections, Workshop, remedy};

/// Dónde se ve al canario, dentro.
const NEST: &str = "/canario";
/// Lo que tiene el testigo: si cambia, es que alguien escribió fuera.
const WITNESS: &[u8] = b"intacto\n";
/// Lo que se espera a un canario, de reloj. Tarda milisegundos.
const WALL: Duration = Duration::from_secs(30);
/// Lo que se lee de lo que cuenta.
const STORY: usize = 4096;

/// Con qué se comprueba.
#[derive(Debug)]
pub struct Bench<'a> {
    /// El programa `canario`.
    pub canary: &'a Path,
    /// Lo que se ve, y los límites que hay, al ejecutar una entrega.
    pub plan: &'a Blueprint,
    /// Una carpeta que todavía no existe, en la de trabajo.
    pub folder: PathBuf,
}

/// Algo que la caja tenía que impedir y no impidió.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escape {
    /// Qué se comprobaba.
    pub title: &'static str,
    /// Qué pudo hacer el canario.
    pub how: String,
}

/// Un intento del canario.
struct Attempt {
    title: &'static str,
    name: &'static str,
    with: String,
    /// Si con estas protecciones tiene que fracasar.
    stopped_by: fn(Protections) -> bool,
}

/// Comprueba la caja. Devuelve lo que se ha comprobado, para el informe.
///
/// # Errores
/// Si no hay caja, o si deja hacer algo que tenía que impedir: qué, y qué hacer.
pub fn check(workshop: &Workshop, account: Account, bench: &Bench) -> Result<Vec<&'static str>> {
    let (checked, escapes) = look(workshop, account, bench, workshop.protections)
        .map_err(|error| anyhow::anyhow!(remedy::no_box(&format!("{error:#}"))))?;
    if let Some(escape) = escapes.first() {
        let why = format!(
            "«{}» no se cumple: el canario pudo {}",
            escape.title, escape.how
        );
        bail!(remedy::leaky_box(&why));
    }
    Ok(checked)
}

/// Lo que se comprueba si hay estas protecciones, y lo que la caja dejó escapar.
///
/// # Errores
/// Si no se puede hacer la caja o usar el canario.
pub fn look(
    workshop: &Workshop,
    account: Account,
    bench: &Bench,
    expected: Protections,
) -> Result<(Vec<&'static str>, Vec<Escape>)> {
    let outside = Outside::new(bench, account)?;
    let plan = bench.plan.clone().showing(&bench.folder, NEST);
    let living = workshop.build(account, &plan)?;
    let mut checked = Vec::new();
    let mut escapes = Vec::new();
    for attempt in outside.attempts(&plan) {
        if !(attempt.stopped_by)(expected) {
            continue;
        }
        let mut command = Command::new(Path::new(NEST).join("canario"));
        command.arg(attempt.name).arg(&attempt.with).env_clear();
        let ended = sing(command, &living, account)
            .with_context(|| format!("el canario no puede intentar «{}»", attempt.name))?;
        let title = attempt.title;
        checked.push(title);
        escapes.extend(escaped(&ended)?.map(|how| Escape { title, how }));
    }
    let left = living.census();
    living.tear_down();
    ensure!(
        left.is_empty(),
        "en la caja siguen vivos {} canarios",
        left.len()
    );
    escapes.extend(outside.touched(expected)?);
    let _ = fs::remove_dir_all(&bench.folder);
    Ok((checked, escapes))
}

fn sing(mut command: Command, living: &Living, account: Account) -> Result<Ended> {
    account.dress(&mut command, Vec::new(), &[])?;
    let ended = Job::start_inside(&mut command, living.cage(), "/tmp")?.wait(&mut Patience {
        wall: WALL,
        output: STORY,
        stop: &AtomicBool::new(false),
        carry_on: &mut || true,
    })?;
    ensure!(!ended.forced, "no terminó en {} s", WALL.as_secs());
    Ok(ended)
}

/// Lo que pudo hacer, si pudo.
fn escaped(ended: &Ended) -> Result<Option<String>> {
    let said = String::from_utf8_lossy(&ended.stdout);
    let said = said.trim();
    match ended.status.code() {
        Some(0) if said.starts_with("impedido: ") => Ok(None),
        Some(1) => Ok(Some(said.trim_start_matches("ha podido: ").to_owned())),
        _ => {
            let errors = String::from_utf8_lossy(&ended.stderr);
            bail!("acabó con {} ({said} {})", ended.status, errors.trim())
        }
    }
}

/// Lo que hay fuera de la caja, y no se tiene que poder tocar.
struct Outside {
    witness: PathBuf,
    secret: PathBuf,
    abstract_name: String,
    neighbour: UnixListener,
    server: TcpListener,
}

impl Outside {
    fn new(bench: &Bench, account: Account) -> Result<Self> {
        let folder = &bench.folder;
        fs::create_dir(folder)?;
        let canary = folder.join("canario");
        program::copy(bench.canary, &canary)?;
        let (witness, secret) = (folder.join("testigo"), folder.with_extension("secreto"));
        fs::write(&witness, WITNESS)?;
        fs::write(&secret, WITNESS)?;
        // Suyo, y que lo pueda escribir: que no pueda ha de ser cosa de la caja.
        for path in [folder, &witness, &secret] {
            account.own_folder(path)?;
        }
        let abstract_name = format!("taller-canario-{}-{}", std::process::id(), folder.display());
        let address = SocketAddr::from_abstract_name(&abstract_name)?;
        let neighbour = UnixListener::bind_addr(&address)?;
        let server = TcpListener::bind(("127.0.0.1", 0))?;
        neighbour.set_nonblocking(true)?;
        server.set_nonblocking(true)?;
        Ok(Self {
            witness,
            secret,
            abstract_name,
            neighbour,
            server,
        })
    }

    /// Los intentos, con lo que hay fuera y con los límites de `plan`.
    fn attempts(&self, plan: &Blueprint) -> Vec<Attempt> {
        let port = self.server.local_addr().map_or(0, |address| address.port());
        let double = |resource: Resource| {
            let limit = plan.limits.iter().find(|limit| limit.resource == resource);
            (limit.map_or(0, |limit| limit.value) * 2).to_string()
        };
        let always = |_: Protections| true;
        let attempt = |title, name, with: &str, stopped_by| Attempt {
            title,
            name,
            with: with.to_owned(),
            stopped_by,
        };
        let witness = format!("{NEST}/testigo");
        let secret = self.secret.display().to_string();
        let temporary = (plan.temporary * 2).to_string();
        vec![
            attempt(
                "lo de fuera no se puede escribir",
                "escribir",
                &witness,
                |p| p.files,
            ),
            attempt("la raíz no se puede escribir", "escribir", "/nuevo", |p| {
                p.files
            }),
            attempt("/dev no se puede escribir", "escribir", "/dev/nuevo", |p| {
                p.files
            }),
            attempt("lo de fuera no se puede leer", "leer", &secret, always),
            attempt(
                "no hay programas de fuera con los que hablar",
                "vecino",
                &self.abstract_name,
                |p| p.network,
            ),
            attempt("no hay red", "internet", &port.to_string(), |p| {
                p.network || p.syscall_filter
            }),
            attempt("no se ve a los procesos de fuera", "ver", "", always),
            attempt("no se puede cambiar lo montado", "montar", NEST, always),
            attempt("no se puede ser administrador de nada", "anidar", "", |p| {
                p.nested_namespaces
            }),
            attempt("no se puede trazar al portero", "trazar", "", always),
            attempt(
                "las llamadas peligrosas están filtradas",
                "llavero",
                "",
                |p| p.syscall_filter,
            ),
            attempt("no hay privilegios", "privilegios", "", always),
            attempt("no se hereda ningún descriptor", "descriptores", "", always),
            attempt(
                "los procesos están acotados",
                "procesos",
                &double(Resource::RLIMIT_NPROC),
                |p| p.process_limit,
            ),
            attempt(
                "la memoria está acotada",
                "memoria",
                &double(Resource::RLIMIT_AS),
                |p| p.memory_limit,
            ),
            attempt(
                "los archivos están acotados",
                "archivo",
                &double(Resource::RLIMIT_FSIZE),
                |p| p.file_size_limit,
            ),
            attempt("/tmp está acotado", "temporal", &temporary, |p| {
                p.temporary_size
            }),
            attempt("/dev/shm está acotado", "compartida", &temporary, |p| {
                p.temporary_size
            }),
        ]
    }

    /// Lo que se nota fuera, diga el canario lo que diga.
    fn touched(&self, expected: Protections) -> Result<Vec<Escape>> {
        let mut escapes = Vec::new();
        let mut note = |title, how: &str| {
            escapes.push(Escape {
                title,
                how: how.to_owned(),
            });
        };
        if expected.files && fs::read(&self.witness)? != WITNESS {
            note("lo de fuera no se puede escribir", "cambiar el testigo");
        }
        if expected.network && called(self.neighbour.accept().map(drop))? {
            note(
                "no hay programas de fuera con los que hablar",
                "llamar al de la prueba",
            );
        }
        if (expected.network || expected.syscall_filter) && called(self.server.accept().map(drop))?
        {
            note("no hay red", "llamar al puerto de la prueba");
        }
        Ok(escapes)
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.secret);
    }
}

/// Si alguien llamó.
fn called(accepted: io::Result<()>) -> io::Result<bool> {
    match accepted {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
}
