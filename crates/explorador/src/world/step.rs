//! Los pasos: quién puede dar el próximo, quién lo decide y qué se sabe del que se
//! dio.

use super::LaneId;
use super::footprint::{Footprint, Object};
use crate::error::Error;
use crate::schedule::Choice;

/// Alguien que puede dar el próximo paso.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub choice: Choice,
    pub footprint: Footprint,
    /// Cede el turno: pasar a otro no es expropiarlo.
    pub yields: bool,
    /// Lleva un rato mirando lo mismo: si le toca, insiste hasta que se canse.
    pub insists: bool,
}

/// Un paso ya dado.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub choice: Choice,
    pub footprint: Footprint,
    /// Los procesos que existen, o pueden seguir, gracias a este paso.
    pub wakes: Vec<LaneId>,
    /// Entre que llegó a la operación y la hizo, hubo un momento en que no
    /// podía hacerla.
    pub may_block: bool,
    /// Esperaba a uno entre varios que podían llegar en cualquier orden.
    pub among_several: bool,
    /// Lo que tuvo que ocurrir antes sin remedio: ningún orden lo pone después.
    pub needed: Option<Object>,
}

/// Quién decide el orden.
pub(crate) trait Chooser {
    /// Elige entre los que pueden moverse; `None` abandona el plan.
    fn choose(
        &mut self,
        options: &[Candidate],
        last: Option<Choice>,
    ) -> Result<Option<usize>, Error>;

    /// Se le cuenta el paso dado.
    fn stepped(&mut self, step: Step);
}
