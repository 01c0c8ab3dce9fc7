//! Cómo se llama cada proceso: «padre», «hijo 2», «nieto».

use crate::event::LaneInfo;

/// Los nombres de los procesos de un plan.
#[derive(Debug, Clone)]
pub(super) struct Names(Vec<String>);

const GENERATIONS: [&str; 4] = ["padre", "hijo", "nieto", "bisnieto"];

impl Names {
    /// Da nombre por generación; si hay varios de la misma, con su número.
    pub(super) fn new(lanes: &[LaneInfo]) -> Self {
        let depths: Vec<usize> = lanes.iter().map(|lane| depth(lanes, lane)).collect();
        let kind = |depth: usize| GENERATIONS.get(depth).copied().unwrap_or("descendiente");
        let mut names = Vec::new();
        for (place, &own) in depths.iter().enumerate() {
            let same = |other: &&usize| kind(**other) == kind(own);
            let name = kind(own);
            if depths.iter().filter(same).count() == 1 {
                names.push(name.to_string());
            } else {
                let number = depths[..=place].iter().filter(same).count();
                names.push(format!("{name} {number}"));
            }
        }
        Self(names)
    }

    /// El nombre del carril.
    pub(super) fn of(&self, lane: usize) -> String {
        self.0
            .get(lane)
            .cloned()
            .unwrap_or_else(|| format!("proceso {lane}"))
    }
}

/// Une con comas y una «y» final.
pub(super) fn join(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} y {last}", first.join(", ")),
    }
}

fn depth(lanes: &[LaneInfo], lane: &LaneInfo) -> usize {
    let mut depth = 0;
    let mut at = lane;
    // Un árbol bien formado no es más hondo que sus nodos.
    while let Some(parent) = at
        .parent
        .and_then(|parent| lanes.iter().find(|l| l.lane == parent))
    {
        depth += 1;
        if depth > lanes.len() {
            break;
        }
        at = parent;
    }
    depth
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(parents: &[Option<usize>]) -> Vec<String> {
        let lanes: Vec<LaneInfo> = parents
            .iter()
            .enumerate()
            .map(|(lane, &parent)| LaneInfo {
                lane,
                parent,
                pid: 1,
            })
            .collect();
        Names::new(&lanes).0
    }

    #[test]
    fn el_numero_solo_aparece_si_hay_varios() {
        assert_eq!(names(&[None, Some(0)]), ["padre", "hijo"]);
        assert_eq!(
            names(&[None, Some(0), Some(1), Some(0)]),
            ["padre", "hijo 1", "nieto", "hijo 2"]
        );
    }

    #[test]
    fn un_arbol_imposible_no_cuelga() {
        assert_eq!(names(&[Some(1), Some(0)]).len(), 2);
    }
}
