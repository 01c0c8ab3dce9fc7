//! La caja de verdad: con `bwrap`, `rustc`, los jueces del curso y el código hostil
//! dentro. Lo que se afirma es el código de cada entrega, y que no queda nada de ella.
//!
//! Hace falta poder crear espacios de usuarios; sin eso no hay caja, y aquí fallan.

mod aula;

use aula::Aula;
use calificador::model::Code;

#[test]
fn the_box_proves_itself_before_grading_anyone() {
    let aula = Aula::boxed();

    let report = aula.report();

    assert!(report.boxed);
    assert!(report.checked.len() >= 15, "{:?}", report.checked);
    assert!(report.checked.contains(&"no hay red"));
}

#[test]
fn a_right_answer_to_each_step_is_right_in_the_box() {
    for step in ["paso1", "paso2", "paso3", "paso4", "paso5"] {
        let grade = Aula::boxed().examine(step, &aula::solution(step));

        assert_eq!(grade.code, Code::Good, "{step}: {grade:#?}");
        assert_eq!(grade.points, grade.max_points);
        assert!(grade.exhaustive, "{step}");
        assert!(grade.checks.iter().all(|check| check.passed));
    }
}
