//! Lo que se responde donde no se conoce el procesador: que aquí no se puede explorar.
//! Todo lo demás (los dibujos, los informes ya hechos) funciona igual.

use crate::error::Error;
use crate::explorer::{Explorer, Order};
use crate::fault::Fault;
use crate::outcome::{Outcome, Report};
use crate::schedule::Choice;

fn unknown<T>() -> Result<T, Error> {
    Err(Error::Architecture)
}

pub(crate) fn explore(_: &Explorer) -> Result<Report, Error> {
    unknown()
}

pub(crate) fn replay(_: &Explorer, _: Option<Fault>, _: &[Choice]) -> Result<Outcome, Error> {
    unknown()
}

pub(crate) fn run_one(_: &Explorer, _: Order) -> Result<Outcome, Error> {
    unknown()
}
