//! El programa del reto 2: una cuadrilla de hijos se reparte una suma. La crea tu
//! `spawn_all`.

use std::error::Error;
use std::ffi::c_void;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::os::fd::OwnedFd;
use std::process::ExitCode;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

use castellano::errno::call_failed;
use nix::errno::Errno;
use nix::sys::signal::{SigHandler, Signal, signal};
use nix::unistd::{Pid, getpid, pipe, read, write};
use opciones_reto2::Args;
use paso4::ChildEnd;
use paso5::SharedMemory;

fn main() -> ExitCode {
    let args = Args::read();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "reto2: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    if args.vecino {
        return with_neighbour(args);
    }
    work_together(args)
}

// ANCHOR: crew
fn work_together(args: &Args) -> Result<(), Box<dyn Error>> {
    let (mut memory, len) = reserve(args.hijos)?;
    let region = NonNull::from(memory.as_bytes_mut()).cast();
    let desks = set_desks(region, args.hijos)?;
    let crew = reto2::spawn_all(args.hijos, |number| {
        let done = add_up(args, &desks, number);
        // Heredó la proyección: le toca quitar la suya.
        let returned = paso5::release(region, len);
        i32::from(!(done && returned.is_ok()))
    })
    .map_err(|e| call_failed("fork", e).to_string())?;

    // Están todos: se abren las puertas, y cada cual a lo suyo.
    for desk in desks.iter().take(crew.len()) {
        desk.door
            .open()
            .map_err(|e| call_failed("write", e).to_string())?;
    }
    let mut total = 0;
    for (number, &pid) in crew.iter().enumerate() {
        total += collect(number, pid, &desks)?;
    }
    writeln!(io::stdout(), "Entre todos: {total}")?;
    Ok(memory
        .release()
        .map_err(|e| call_failed("munmap", e).to_string())?)
}

/// Lo que hace el hijo número `number`: espera a que estén todos y suma su parte.
fn add_up(args: &Args, desks: &[Desk], number: usize) -> bool {
    if args.tercos {
        // SEGURIDAD: ignorar una señal no ejecuta nada.
        let _ = unsafe { signal(Signal::SIGTERM, SigHandler::SigIgn) };
    }
    let Some(desk) = desks.get(number) else {
        return false;
    };
    if desk.door.wait().is_err() {
        return false;
    }
    // De tantos en tantos: de cuatro hijos, el 0 suma el 1, el 5, el 9…
    let mine = (1..=u64::from(args.hasta)).skip(number).step_by(args.hijos);
    let work = desk.work();
    work.sum.fetch_add(mine.sum(), Ordering::AcqRel);
    work.pid.store(getpid().as_raw(), Ordering::Release);
    true
}
// ANCHOR_END: crew

/// Recoge al hijo número `number`, y devuelve lo que sumó.
fn collect(number: usize, pid: Pid, desks: &[Desk]) -> Result<u64, Box<dyn Error>> {
    let desk = desks.get(number).ok_or("han nacido hijos de más")?;
    let end = paso4::wait_for(pid).map_err(|e| call_failed("waitpid", e).to_string())?;
    if end != ChildEnd::Exited(0) {
        return Err(format!("el hijo {number} no terminó bien: {end:?}").into());
    }
    if desk.work().pid.load(Ordering::Acquire) != pid.as_raw() {
        return Err(format!("el PID del lugar {number} no es el del hijo {number}").into());
    }
    let sum = desk.work().sum.load(Ordering::Acquire);
    writeln!(io::stdout(), "El hijo {number} suma {sum}")?;
    Ok(sum)
}

/// El sitio de un hijo.
struct Desk {
    door: Door,
    work: NonNull<Work>,
}

/// Donde deja lo que hace, en la memoria compartida.
#[repr(C)]
struct Work {
    sum: AtomicU64,
    pid: AtomicI32,
}

impl Desk {
    fn work(&self) -> &Work {
        // SEGURIDAD: `set_desks` lo puso en la región, a cero y alineado, y nadie lo usa
        // después de soltarla. Sus campos son atómicos: da igual quién escriba a la vez.
        unsafe { self.work.as_ref() }
    }
}

/// Una puerta hecha con una tubería: se abre escribiendo un byte.
struct Door {
    inside: OwnedFd,
    outside: OwnedFd,
}

impl Door {
    fn new() -> nix::Result<Self> {
        let (outside, inside) = pipe()?;
        Ok(Self { inside, outside })
    }

    fn open(&self) -> nix::Result<()> {
        write(&self.inside, &[1])?;
        Ok(())
    }

    fn wait(&self) -> nix::Result<()> {
        loop {
            match read(&self.outside, &mut [0]) {
                Ok(_) => return Ok(()),
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno),
            }
        }
    }
}

/// La memoria compartida en la que `count` hijos dejan lo que hacen.
fn reserve(count: usize) -> Result<(SharedMemory, NonZeroUsize), Box<dyn Error>> {
    let len = count.checked_mul(size_of::<Work>());
    let len = len.ok_or("no caben tantos hijos")?;
    let len = NonZeroUsize::new(len).unwrap_or(NonZeroUsize::MIN);
    let memory = SharedMemory::new(len).map_err(|e| call_failed("mmap", e).to_string())?;
    Ok((memory, len))
}

/// Los `count` sitios, al principio de `region`.
fn set_desks(region: NonNull<c_void>, count: usize) -> Result<Vec<Desk>, Box<dyn Error>> {
    let desks = (0..count).map(|number| {
        let door = Door::new().map_err(|e| call_failed("pipe", e).to_string())?;
        // SEGURIDAD: en la región caben `count` sitios, y este es uno de ellos.
        let work = unsafe { region.cast::<Work>().add(number) };
        Ok(Desk { door, work })
    });
    desks.collect()
}

/// Con otro hijo, que es de quien llama: la cuadrilla no tiene que tocarlo.
fn with_neighbour(args: &Args) -> Result<(), Box<dyn Error>> {
    let neighbour =
        paso2::spawn(|| NEIGHBOUR_CODE).map_err(|e| call_failed("fork", e).to_string())?;
    let worked = work_together(args);
    let end = paso4::wait_for(neighbour).map_err(|e| call_failed("waitpid", e).to_string());
    match end {
        Ok(ChildEnd::Exited(NEIGHBOUR_CODE)) => writeln!(io::stdout(), "El vecino acabó bien")?,
        Ok(end) => writeln!(io::stdout(), "Al vecino le ha pasado algo: {end:?}")?,
        Err(error) => writeln!(io::stdout(), "Al vecino lo ha recogido otro: {error}")?,
    }
    worked
}

/// El código con el que termina el vecino si nadie lo molesta.
const NEIGHBOUR_CODE: i32 = 7;
