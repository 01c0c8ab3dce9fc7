//! `taller servir`: el libro en el navegador, al día mientras se escribe.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::book;
use crate::cli::Servir;
use crate::exercise::Desk;
use crate::outcome::sentence;
use crate::root;
use crate::run::{self, Guardhouse, Runner};
use crate::scratch::{self, Scratch};
use crate::server::watch::{Snapshot, Watched};
use crate::server::{self, Identity, News, Port, Service, Shelf, Site, Status, Token};
use crate::terminal::{note, say};

/// Cómo empieza el nombre de la carpeta donde se construye el libro.
const BOOK_FOLDER: &str = "taller-libro-";

/// Cada cuánto se mira si algo cambió.
const PULSE: Duration = Duration::from_millis(300);

/// Sirve el libro hasta Ctrl-C.
pub fn run(options: &Servir) -> Result<()> {
    let root = root::find()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no se puede arrancar el servidor")?;
    runtime.block_on(start(&root, options))
}

async fn start(root: &Path, options: &Servir) -> Result<()> {
    // Antes de crear nada: desde aquí, pedir que termine es terminar con orden.
    let farewell = Farewell::listen()?;
    let identity = Identity::of(root);
    let listener = match server::reserve(options.puerto, &identity).await? {
        Port::Free(listener) => listener,
        Port::AlreadyServed(port) => {
            say!(
                "El libro ya se está sirviendo desde otra terminal: {}",
                address(port)
            );
            open(port, options);
            return Ok(());
        }
    };
    let port = listener
        .local_addr()
        .context("el sistema no dice en qué puerto escucha")?
        .port();
    let token = Token::random()?;
    clear_the_dead();
    let workshop = Workshop::new(root, token.clone())?;
    let sight = look(root);
    let site = workshop.build()?;
    let desk = Desk::new(root, identity.short())?;
    let guards = Arc::new(Guardhouse::default());
    let service = Arc::new(Service {
        shelf: Shelf::new(site),
        news: News::new(Status {
            version: version(),
            error: None,
        }),
        identity,
        port,
        token,
        runner: Runner::new(root, Arc::clone(&guards)),
        desk: Arc::clone(&desk),
    });
    let runner = Arc::clone(&service.runner);
    tokio::spawn(async move { runner.warm_up().await });
    if port != options.puerto {
        say!(
            "El puerto {} está ocupado; se usa el {port}.",
            options.puerto
        );
    }
    say!("El libro está en {}", address(port));
    say!("Se actualiza solo cuando cambia. Para terminar, pulsa Ctrl-C.");
    open(port, options);

    let (stop_desk, desk_stopped) = channel();
    let at_the_desk = [desk.work(guards)?, desk.watch(desk_stopped)];
    let (stop, stopped) = channel();
    let watcher = {
        let service = Arc::clone(&service);
        thread::spawn(move || keep_fresh(&workshop, sight, &service, &stopped))
    };
    let result = tokio::select! {
        result = server::serve(listener, service) => result,
        () = farewell.requested() => Ok(()),
    };
    // Cerrar el canal despide a quien mira; se los espera para que recojan lo suyo.
    drop(stop);
    drop(stop_desk);
    desk.close();
    for thread in at_the_desk.into_iter().chain([watcher]) {
        let _ = thread.join();
    }
    result
}

/// Las maneras de pedir que termine.
struct Farewell {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

impl Farewell {
    fn listen() -> Result<Self> {
        let on = |kind| signal(kind).context("no se pueden atender las señales del sistema");
        Ok(Self {
            interrupt: on(SignalKind::interrupt())?,
            terminate: on(SignalKind::terminate())?,
            hang_up: on(SignalKind::hangup())?,
        })
    }

    async fn requested(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => say!("\nHasta luego."),
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
        }
    }
}

/// Qué hay que vigilar y cómo está, mirado antes de construir: lo que cambie
/// mientras se construye se verá después.
fn look(root: &Path) -> (Watched, Snapshot) {
    let watched = Watched::new(root, &book::included(root));
    let seen = watched.look();
    (watched, seen)
}

/// Reconstruye el libro cada vez que cambia algo, hasta que se cierre `stopped`.
fn keep_fresh(
    workshop: &Workshop,
    (mut watched, mut seen): (Watched, Snapshot),
    service: &Service,
    stopped: &Receiver<()>,
) {
    while stopped.recv_timeout(PULSE) == Err(RecvTimeoutError::Timeout) {
        if watched.look() == seen {
            continue;
        }
        (watched, seen) = look(&workshop.root);
        rebuild(workshop, service);
    }
}

/// Cambia el libro que se sirve o, si no se puede construir, dice por qué.
fn rebuild(workshop: &Workshop, service: &Service) {
    let start = Instant::now();
    match workshop.build() {
        Ok(site) => {
            service.desk.rediscover();
            // Recargar las páginas para enseñar lo mismo solo molestaría.
            if !service.shelf.replace(site) {
                service.news.confirm();
                return;
            }
            service.news.publish(version());
            say!("Libro al día ({:.1} s).", start.elapsed().as_secs_f64());
        }
        Err(error) => {
            let text = format!("El libro no se ha podido construir: {}", sentence(&error));
            note!("{text}");
            service.news.complain(text);
        }
    }
}

/// Quita lo que dejaron otros arranques a los que mataron de golpe.
fn clear_the_dead() {
    let temporary = std::env::temp_dir();
    for prefix in [BOOK_FOLDER, book::THEME_FOLDER, run::BLOCK_FOLDER] {
        scratch::sweep(&temporary, prefix);
    }
}

/// Dónde se construye el libro que se sirve; no deja rastro al terminar.
struct Workshop {
    root: PathBuf,
    folder: Scratch,
    token: Token,
}

impl Workshop {
    fn new(root: &Path, token: Token) -> Result<Self> {
        let folder = Scratch::new(BOOK_FOLDER)
            .context("no se puede crear una carpeta temporal para el libro")?;
        Ok(Self {
            root: root.to_owned(),
            folder,
            token,
        })
    }

    fn build(&self) -> Result<Site> {
        let folder = self.folder.path().join("libro");
        book::build(&self.root, &folder)?;
        server::load(&folder, &self.token)
    }
}

/// Un nombre distinto para cada libro, también entre arranques.
fn version() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |elapsed| elapsed.as_nanos()).to_string()
}

fn address(port: u16) -> String {
    format!("http://127.0.0.1:{port}/")
}

/// Abre el navegador, salvo que se pida que no; si no se puede, se dice.
fn open(port: u16, options: &Servir) {
    if !options.sin_abrir && open::that_detached(address(port)).is_err() {
        say!("No se ha podido abrir el navegador: copia la dirección en él.");
    }
}
