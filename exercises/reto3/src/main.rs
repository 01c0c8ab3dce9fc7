//! El programa del reto 3: el padre publica un registro y el hijo lo saca, con tu
//! `Record`. O el padre miente.

use std::error::Error;
use std::ffi::c_void;
use std::io::{self, Write};
use std::process::ExitCode;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};

use castellano::errno::call_failed;
use castellano::signal;
use opciones_reto3::Args;
use paso4::ChildEnd;
use reto1::{allocate_guarded, release_guarded};
use reto3::{Record, RecordError};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    let args = Args::read();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "reto3: {error}");
            ExitCode::FAILURE
        }
    }
}

/// La región acaba en una página de guarda: quien lea de más, muere.
fn run(args: &Args) -> Outcome {
    if !args.bytes.get().is_multiple_of(Record::PREFIX) {
        return Err("los bytes de la región tienen que ser múltiplo de 4".into());
    }
    let region = allocate_guarded(args.bytes).map_err(|e| call_failed("mmap", e).to_string())?;
    let passed = pass_it(args, region);
    let released = release_guarded(region, args.bytes);
    passed?;
    Ok(released.map_err(|e| call_failed("munmap", e).to_string())?)
}

// ANCHOR: pass
fn pass_it(args: &Args, region: NonNull<c_void>) -> Outcome {
    let record = Record::new(region, args.bytes);
    let bytes = args.registro.replace(r"\0", "\0").into_bytes();
    if let Some(lie) = args.miente {
        forge(region, lie);
    } else if !args.a_la_vez {
        publish_alone(args, &record, &bytes, region)?;
    }
    let child = paso2::spawn(|| {
        let told = look(&record);
        // Heredó la proyección: le toca quitar la suya.
        let returned = release_guarded(region, args.bytes);
        i32::from(told.is_err() || returned.is_err())
    })
    .map_err(|e| call_failed("fork", e).to_string())?;

    // Desde aquí, los dos a la vez, y sin ninguna puerta.
    let published = if args.a_la_vez {
        record.publish(&bytes)
    } else {
        Ok(())
    };
    if let Some(lie) = args.cambia {
        forge(region, lie);
    }
    let end = paso4::wait_for(child).map_err(|e| call_failed("waitpid", e).to_string())?;
    published.map_err(explain)?;
    match end {
        ChildEnd::Exited(0) => Ok(()),
        ChildEnd::Exited(_) => Err("el hijo no ha podido hacer lo suyo".into()),
        ChildEnd::Killed(killer) => {
            let why = signal::describe(killer);
            Err(format!("al hijo lo mata {killer} ({why})").into())
        }
    }
}

/// Lo que hace el hijo: mirar una vez, sin esperar, y contarlo.
fn look(record: &Record) -> io::Result<()> {
    let mut out = io::stdout();
    match record.fetch() {
        Ok(None) => writeln!(out, "El hijo no encuentra nada todavía"),
        Ok(Some(bytes)) => {
            let text = String::from_utf8_lossy(&bytes);
            writeln!(
                out,
                "El hijo saca {} bytes: {}",
                bytes.len(),
                text.escape_debug()
            )
        }
        Err(error) => writeln!(out, "El hijo no se fía: {}", explain(error)),
    }
}

/// Lo que haría un proceso que no es de fiar: escribir en el prefijo lo que le conviene.
fn forge(region: NonNull<c_void>, len: u32) {
    // SEGURIDAD: los cuatro primeros bytes de la región están alineados, y solo se tocan
    // con atómicos.
    let prefix = unsafe { AtomicU32::from_ptr(region.cast().as_ptr()) };
    prefix.store(len << 1 | Record::READY, Ordering::Release);
}
// ANCHOR_END: pass

fn explain(error: RecordError) -> String {
    match error {
        RecordError::TooLong { max } => format!("no cabe: como mucho, {max} bytes"),
        RecordError::Corrupt { len } => format!("el prefijo dice {len} bytes, y no caben"),
    }
}

/// Lo que hay en los bytes de la región antes de publicar.
const UNTOUCHED: u8 = 0xA5;

/// Publica sin que nadie mire, y comprueba que no se toca lo que no hace falta.
fn publish_alone(args: &Args, record: &Record, bytes: &[u8], region: NonNull<c_void>) -> Outcome {
    let cells: NonNull<u8> = region.cast();
    for place in Record::PREFIX..args.bytes.get() {
        // SEGURIDAD: es de la región, y nadie más la tiene aún.
        unsafe { cells.add(place).write(UNTOUCHED) };
    }
    let published = record.publish(bytes);
    let used = match published {
        Ok(()) => Record::PREFIX + bytes.len(),
        Err(_) => Record::PREFIX,
    };
    // SEGURIDAD: como arriba.
    let read = |place| unsafe { cells.add(place).read() };
    let spoilt = (used..args.bytes.get()).any(|place| read(place) != UNTOUCHED);
    let announced = published.is_err() && (0..Record::PREFIX).any(|place| read(place) != 0);
    if spoilt || announced {
        return Err("publish ha escrito en bytes que no le hacían falta".into());
    }
    Ok(published.map_err(explain)?)
}
