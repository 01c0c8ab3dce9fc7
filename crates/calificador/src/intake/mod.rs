//! La admisión: de una descarga del aula al archivo de cada paso de cada persona.
//!
//! Se entiende una carpeta con una carpeta (o un zip, o un `.rs`) por persona, la
//! descarga de Moodle «todas las entregas» (el zip o ya extraída, con carpetas y sin
//! ellas), una carpeta de clones de Git y un solo archivo. Con la hoja de
//! calificaciones de Moodle se sabe además quién falta, quién llega tarde y el correo
//! de cada cual. Las fechas de Git y las de los archivos las pone quien entrega: no se
//! usan para decir que alguien llega tarde.
//!
//! Lo que llega es de cualquiera. Por eso aquí nunca se extrae un zip, no se crea un
//! archivo con un nombre que venga de fuera, no se sigue un enlace, no se ejecuta nada
//! (tampoco `git`), y todo tiene un límite ([`limits`]). Lo que se rechaza, se ignora o
//! se supone se dice, con el nombre de quien lo entregó; y la entrega de una persona,
//! sea lo que sea, no impide leer las demás.

mod archive;
mod attempts;
mod bundle;
mod candidate;
mod choose;
mod dates;
mod delivery;
mod folder;
mod group;
mod identity;
pub mod limits;
mod moodle;
mod name;
mod people;
mod roster;
mod shelf;
mod source;
mod step;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::{Result, bail};
use jiff::Timestamp;

use crate::model::{Entry, Notice, NoticeKind, Source};

pub use name::shown;
pub use roster::Roster;
pub(crate) use source::from_utf16;
pub use source::sha256;
pub use step::StepSpec;

use bundle::Bundle;
use delivery::Delivery;
use people::Received;

/// Lo que se pide admitir.
pub struct Request<'a> {
    /// La carpeta, el zip o el archivo.
    pub input: &'a Path,
    /// Todos los pasos del curso, para reconocer también los que no se piden.
    pub steps: &'a [StepSpec],
    /// Los que se piden, en orden.
    pub assigned: &'a [String],
    /// La hoja del aula.
    pub roster: Option<&'a Roster>,
    /// Hasta cuándo puede entregar cada persona.
    pub due: &'a dyn Fn(&Entry) -> Option<Timestamp>,
}

/// Lo que se ha admitido.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// Una entrega por persona, en el orden de su `id`.
    pub entries: Vec<Entry>,
    /// Lo que se dice de la descarga entera.
    pub notices: Vec<Notice>,
}

/// Lee las entregas. Cada archivo admitido se da a `keep`, con su SHA-256, antes de que
/// aparezca en ninguna entrega.
///
/// # Errores
/// Si la descarga no se puede leer o no tiene ninguna entrega, si la hoja es de otra tarea,
/// o el error de `keep`.
pub fn admit(request: &Request, keep: &mut dyn FnMut(&str, &str) -> Result<()>) -> Result<Intake> {
    let mut received = Vec::new();
    let notices = delivery::each(request.input, request.steps, &mut |delivery| {
        received.push(receive(delivery, request, keep)?);
        Ok(())
    })?;
    if received.is_empty() {
        bail!(
            "en {} no hay ninguna entrega: se esperaba una carpeta, un zip o un archivo .rs por \
             persona, o la descarga de Moodle",
            request.input.display()
        );
    }
    let (entries, more) = people::settle(received, request.roster, request.due)?;
    let notices = notices.into_iter().chain(more).collect();
    Ok(Intake { entries, notices })
}

/// Lee la entrega de una persona.
fn receive(
    delivery: Delivery,
    request: &Request,
    keep: &mut dyn FnMut(&str, &str) -> Result<()>,
) -> Result<Received> {
    let Delivery {
        who,
        items,
        shelf,
        mut notices,
    } = delivery;
    // Quien lee un zip hostil es una biblioteca ajena: si entra en pánico se pierde esta
    // entrega, y se dice, pero no las demás. Nada de lo que comparten queda a medias.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let mut bundle = Bundle::open(shelf, items);
        let picked = choose::choose(&mut bundle, request.steps, request.assigned);
        (picked, bundle.notices)
    }));
    let (picked, more) = read.unwrap_or_else(|_| {
        let text = "su entrega no se puede leer: míralo a mano";
        let notices = vec![Notice::new(NoticeKind::Rejected, text)];
        (BTreeMap::new(), notices)
    });
    notices.extend(bundle::abridged(more));
    let mut sources = BTreeMap::new();
    let mut newest = 0;
    for (step, picked) in picked {
        let sha256 = sha256(picked.text.as_bytes());
        keep(&sha256, &picked.text)?;
        newest = newest.max(picked.modified);
        let source = Source {
            sha256,
            bytes: picked.text.len() as u64,
            original: picked.original,
        };
        sources.insert(step, source);
    }
    Ok(Received {
        who,
        sources,
        notices,
        newest,
    })
}
