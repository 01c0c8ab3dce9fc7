//! Por donde la puerta de entrada llega a los procesos: lo que hay detrás solo existe
//! donde se conocen los registros y las instrucciones del procesador. Donde no, su
//! lugar lo ocupa `elsewhere.rs`.

use nix::errno::Errno;

use crate::error::Error;
use crate::explorer::{Explorer, Order};
use crate::fault::Fault;
use crate::outcome::{Outcome, Report};
use crate::policy::Fixed;
use crate::schedule::Choice;
use crate::session::{Session, Watching, signed};

/// Explora el programa entero.
pub(crate) fn explore(explorer: &Explorer) -> Result<Report, Error> {
    let session = Session::start(explorer, explorer.fault.clone())?;
    crate::search::explore(explorer, &session)
}

/// Reproduce unas elecciones, con el fallo que llevaban.
pub(crate) fn replay(
    explorer: &Explorer,
    fault: Option<Fault>,
    choices: &[Choice],
) -> Result<Outcome, Error> {
    Session::start(explorer, fault)?.replay(choices)
}

/// Ejecuta un solo plan.
pub(crate) fn run_one(explorer: &Explorer, order: Order) -> Result<Outcome, Error> {
    let session = Session::start(explorer, explorer.fault.clone())?;
    let run = session.run(&mut Fixed::new(order), Watching::All)?;
    run.map(|run| signed(run.outcome))
        .ok_or_else(|| Error::system("terminar el plan", Errno::ECANCELED))
}
