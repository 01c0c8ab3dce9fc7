//! Un programa en manos de su vigía, visto desde el servidor.

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use nix::fcntl::OFlag;
use nix::unistd::pipe2;
use rustix::net::{
    AddressFamily, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketFlags, SocketType,
    sendmsg, socketpair,
};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::unix::pipe;
use tokio::process::{Child, Command};

use super::frames::Frame;
use super::task::Task;
use super::vigil::BARRACKS_ORDER;

/// El ejecutable de este mismo proceso, aunque lo hayan recompilado entre tanto.
pub const OURSELVES: &str = "/proc/self/exe";

/// A quien se le piden los vigías.
#[derive(Debug, Default)]
pub struct Guardhouse {
    barracks: Mutex<Option<Barracks>>,
}

/// El cuartel, que se va cuando se cierra su *socket*.
#[derive(Debug)]
struct Barracks {
    socket: OwnedFd,
    _process: Child,
}

/// Un programa vigilado. Al soltarlo, el vigía lo termina con todos los suyos.
#[derive(Debug)]
pub struct Guarded {
    frames: BufReader<pipe::Receiver>,
    // El vigía lo toma por una orden de parar si se cierra.
    lifeline: pipe::Sender,
}

impl Guardhouse {
    /// Abre el cuartel ya, para que el primer encargo no tenga que esperar. Si no se
    /// puede ahora, lo abrirá él.
    pub fn open(&self) {
        let mut barracks = self.barracks.lock().unwrap_or_else(PoisonError::into_inner);
        if barracks.is_none() {
            *barracks = Barracks::open().ok();
        }
    }

    /// Encarga `task` a un vigía.
    ///
    /// # Errores
    /// Si el sistema no deja crear el proceso.
    pub async fn start(&self, task: &Task) -> Result<Guarded> {
        let order = task.encode().context("no se le puede encargar al vigía")?;
        let mut guarded = self.vigil().context("no se puede lanzar el vigía")?;
        guarded
            .lifeline
            .write_all(&order)
            .await
            .context("el vigía no atiende")?;
        Ok(guarded)
    }

    fn vigil(&self) -> io::Result<Guarded> {
        // Que no los herede nadie que se lance a la vez: mientras los tuviera abiertos,
        // el vigía no sabría que el servidor se ha ido.
        let (order, lifeline) = pipe2(OFlag::O_CLOEXEC)?;
        let (frames, news) = pipe2(OFlag::O_CLOEXEC)?;
        self.recruit(&[order.as_fd(), news.as_fd()])?;
        Ok(Guarded {
            frames: BufReader::new(pipe::Receiver::from_owned_fd(frames)?),
            lifeline: pipe::Sender::from_owned_fd(lifeline)?,
        })
    }

    fn recruit(&self, ends: &[BorrowedFd]) -> io::Result<()> {
        let mut barracks = self.barracks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = &*barracks
            && open.send(ends).is_ok()
        {
            return Ok(());
        }
        // No lo había, o alguien lo mató.
        let open = barracks.insert(Barracks::open()?);
        open.send(ends)
    }
}

impl Barracks {
    fn open() -> io::Result<Self> {
        let (socket, theirs) = socketpair(
            AddressFamily::UNIX,
            SocketType::SEQPACKET,
            SocketFlags::CLOEXEC,
            None,
        )?;
        let process = Command::new(OURSELVES)
            .arg(BARRACKS_ORDER)
            // El entorno del programa va en cada encargo; del nuestro no necesita nada.
            .env_clear()
            .stdin(theirs)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C en la terminal no le llega ni a él ni a los vigías: se enteran por
            // su entrada, y barren.
            .process_group(0)
            .spawn()?;
        Ok(Self {
            socket,
            _process: process,
        })
    }

    fn send(&self, ends: &[BorrowedFd]) -> io::Result<()> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        if !control.push(SendAncillaryMessage::ScmRights(ends)) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let byte = [IoSlice::new(b"v")];
        sendmsg(&self.socket, &byte, &mut control, SendFlags::NOSIGNAL)?;
        Ok(())
    }
}

impl Guarded {
    /// La noticia siguiente. La última es siempre [`Frame::End`].
    ///
    /// # Errores
    /// Si el vigía muere sin despedirse.
    pub async fn next(&mut self) -> Result<Frame> {
        let frame = Frame::read(&mut self.frames).await;
        frame
            .context("no se entiende lo que dice el vigía")?
            .context("el vigía ha desaparecido sin decir cómo acabó el programa")
    }
}
