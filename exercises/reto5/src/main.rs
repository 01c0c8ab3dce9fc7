//! El programa del reto 5: un proceso crea una región con nombre, escribe en ella y
//! termina; después, otro la abre y la lee. Las dos cosas las hace tu `NamedRegion`.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use castellano::errno::call_failed;
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::sys::mman::{shm_open, shm_unlink};
use nix::sys::stat::{Mode, fstat};
use opciones_reto5::Args;
use paso4::ChildEnd;
use reto5::NamedRegion;

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    let args = Args::read();
    let done = begin(&args.nombre).and_then(|()| match (args.dos, args.a_la_vez) {
        (true, _) => two_creators(&args),
        (_, true) => open_while_creating(&args),
        _ => story(&args),
    });
    // Pase lo que pase, el nombre no se queda para la próxima vez.
    let _ = shm_unlink(args.nombre.as_str());
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "reto5: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Quita lo que haya dejado una vez anterior, si se quedó a medias.
fn begin(name: &str) -> Outcome {
    match shm_unlink(name) {
        Ok(()) | Err(Errno::ENOENT) => Ok(()),
        Err(errno) => Err(call_failed("shm_unlink", errno).to_string().into()),
    }
}

// ANCHOR: story
fn story(args: &Args) -> Outcome {
    let name = args.nombre.as_str();
    if let Err(error) = in_a_child(|| leave_message(args)) {
        if still_there(name) {
            writeln!(io::stdout(), "Y ha quedado el nombre")?;
        }
        return Err(error);
    }
    writeln!(io::stdout(), "Quien la creó ya no está")?;
    show_permissions(name)?;
    if let Err(error) = in_a_child(|| find_message(name)) {
        if !still_there(name) {
            writeln!(io::stdout(), "Y ha desaparecido el nombre")?;
        }
        return Err(error);
    }
    NamedRegion::unlink(name).map_err(|e| call_failed("NamedRegion::unlink", e).to_string())?;
    match NamedRegion::unlink(name) {
        Err(Errno::ENOENT) => writeln!(io::stdout(), "El nombre se quita una sola vez")?,
        other => return Err(format!("al quitarlo otra vez sale {other:?}").into()),
    }
    Ok(())
}

/// El primero: la crea, escribe y se va.
fn leave_message(args: &Args) -> Outcome {
    let mut region = NamedRegion::create(&args.nombre, args.bytes)
        .map_err(|e| call_failed("NamedRegion::create", e).to_string())?;
    if region.as_bytes().len() != args.bytes.get() || region.as_bytes().iter().any(|&b| b != 0) {
        return Err("la región no tiene los bytes que se pidieron, a cero".into());
    }
    paso3::write_message(region.as_bytes_mut(), &args.mensaje)?;
    Ok(())
}

/// El segundo: no sabe más que el nombre.
fn find_message(name: &str) -> Outcome {
    let region =
        NamedRegion::open(name).map_err(|e| call_failed("NamedRegion::open", e).to_string())?;
    let text = paso3::read_message(region.as_bytes())?;
    let len = region.as_bytes().len();
    writeln!(io::stdout(), "En {len} bytes, alguien dejó escrito: {text}")?;
    Ok(())
}
// ANCHOR_END: story

/// Hace algo en un hijo, y espera a que acabe. Si sale mal, lo cuenta el hijo.
fn in_a_child(action: impl FnOnce() -> Outcome) -> Outcome {
    let child =
        paso2::spawn(|| finished(action())).map_err(|e| call_failed("fork", e).to_string())?;
    match paso4::wait_for(child).map_err(|e| call_failed("waitpid", e).to_string())? {
        ChildEnd::Exited(0) => Ok(()),
        ChildEnd::Exited(_) => Err("un hijo no ha podido hacer lo suyo".into()),
        ChildEnd::Killed(signal) => Err(format!("a un hijo lo ha matado {signal}").into()),
    }
}

fn finished(outcome: Outcome) -> i32 {
    outcome.map_or_else(
        |error| {
            let _ = writeln!(io::stderr(), "reto5, un hijo: {error}");
            1
        },
        |()| 0,
    )
}

/// Si hay alguna región con ese nombre, mirado sin tu ayuda.
fn still_there(name: &str) -> bool {
    shm_open(name, OFlag::O_RDONLY, Mode::empty()).is_ok()
}

fn show_permissions(name: &str) -> Outcome {
    let object = shm_open(name, OFlag::O_RDONLY, Mode::empty())
        .map_err(|e| call_failed("shm_open", e).to_string())?;
    let mode = fstat(&object)
        .map_err(|e| call_failed("fstat", e).to_string())?
        .st_mode;
    writeln!(io::stdout(), "Sus permisos: {:04o}", mode & 0o777)?;
    Ok(())
}

/// Códigos con los que un hijo cuenta qué le ha pasado.
const CREATED: i32 = 0;
const ALREADY: i32 = 17;
const NOT_YET: i32 = 2;
const UNFINISHED: i32 = 11;
const BROKEN: i32 = 1;

/// Dos crean la misma: una de las dos veces tiene que salir que ya existe.
fn two_creators(args: &Args) -> Outcome {
    let create = || match NamedRegion::create(&args.nombre, args.bytes) {
        Ok(_) => CREATED,
        Err(Errno::EEXIST) => ALREADY,
        Err(errno) => {
            let error = call_failed("NamedRegion::create", errno);
            finished(Err(error.to_string().into()))
        }
    };
    let first = paso2::spawn(create).map_err(|e| call_failed("fork", e).to_string())?;
    let second = paso2::spawn(create).map_err(|e| call_failed("fork", e).to_string());
    let mut ends = vec![paso4::wait_for(first)];
    ends.push(paso4::wait_for(second?));
    let count = |code| {
        let told = |end: &&nix::Result<ChildEnd>| **end == Ok(ChildEnd::Exited(code));
        ends.iter().filter(told).count()
    };
    writeln!(
        io::stdout(),
        "La han creado: {}; ya existía: {}",
        count(CREATED),
        count(ALREADY)
    )?;
    let region = NamedRegion::open(&args.nombre)
        .map_err(|e| call_failed("NamedRegion::open", e).to_string())?;
    writeln!(io::stdout(), "Y mide {}", region.as_bytes().len())?;
    Ok(())
}

/// Uno la crea y otro la abre, sin esperarse.
fn open_while_creating(args: &Args) -> Outcome {
    let opener = paso2::spawn(|| match NamedRegion::open(&args.nombre) {
        Ok(region) if region.as_bytes().len() == args.bytes.get() => CREATED,
        Ok(_) => BROKEN,
        Err(Errno::ENOENT) => NOT_YET,
        Err(Errno::EAGAIN) => UNFINISHED,
        Err(errno) => {
            let error = call_failed("NamedRegion::open", errno);
            finished(Err(error.to_string().into()))
        }
    })
    .map_err(|e| call_failed("fork", e).to_string())?;
    let created = NamedRegion::create(&args.nombre, args.bytes)
        .map_err(|e| call_failed("NamedRegion::create", e).to_string());
    let end = paso4::wait_for(opener).map_err(|e| call_failed("waitpid", e).to_string())?;
    let _region = created?;
    let told = match end {
        ChildEnd::Exited(CREATED) => "la ha abierto, entera",
        ChildEnd::Exited(NOT_YET) => "aún no existía",
        ChildEnd::Exited(UNFINISHED) => "existía, y aún no medía nada",
        ChildEnd::Exited(_) => "no ha sabido qué hacer",
        ChildEnd::Killed(_) => "ha muerto al abrirla",
    };
    writeln!(io::stdout(), "Quien la abre a la vez: {told}")?;
    Ok(())
}
