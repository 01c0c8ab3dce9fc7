//! Cada programa de `programas/` tiene exactamente los finales que debe.

mod comun;

use std::path::Path;
use std::process::Command;

use comun::{compile, explore, explore_with, first, outputs, verdicts};
use explorador::{
    BlockedOn, End, Error, EventKind, Explorer, Gap, Order, Program, Report, Verdict,
};

#[test]
fn la_carrera_original_tiene_sus_tres_finales_y_sus_roturas() {
    let report = explore("carrera");

    assert!(report.exhaustive);
    assert_eq!(report.preemption_bound, None);
    let outputs = outputs(&report);
    assert!(
        outputs.contains(&"El hijo lee: \n".to_string()),
        "{outputs:?}"
    );
    assert!(outputs.contains(&"El hijo lee: Hola, proceso hijo!!\n".to_string()));
    let whole = "Hola, proceso hijo!!";
    for output in &outputs {
        let seen = output.trim_start_matches("El hijo lee: ").trim_end();
        assert!(
            whole.starts_with(seen),
            "{seen:?} no es un trozo del saludo"
        );
    }
    assert!(
        outputs.len() > 2,
        "falta algún saludo a medias: {outputs:?}"
    );
    assert_eq!(verdicts(&report), [Verdict::Ok]);
}

#[test]
fn lo_bien_sincronizado_solo_tiene_un_final() {
    for name in ["semaforo", "futex", "giro", "giro_sin_ceder"] {
        let report = explore(name);
        assert!(report.exhaustive, "{name}");
        assert_eq!(outputs(&report), ["Hola\n"], "{name}");
        assert_eq!(report.outcomes.len(), 1, "{name}: {:?}", verdicts(&report));
    }
    let report = explore("tuberia");
    assert_eq!(outputs(&report), ["Hola, proceso hijo!!\n"]);
    assert_eq!(report.outcomes.len(), 1);
}

#[test]
fn un_semaforo_con_valor_inicial_equivocado_no_espera() {
    assert_eq!(outputs(&explore("semaforo_a_uno")), ["\n", "Hola\n"]);
}

#[test]
fn un_semaforo_que_no_es_de_varios_procesos_no_despierta_al_otro() {
    assert_eq!(
        verdicts(&explore("semaforo_privado")),
        [Verdict::Ok, Verdict::Deadlock]
    );
}

#[test]
fn dos_sumas_sin_acuerdo_dan_uno_o_dos() {
    assert_eq!(outputs(&explore("contador")), ["1\n", "2\n"]);
    assert_eq!(outputs(&explore("contador_instruccion")), ["1\n", "2\n"]);
    assert_eq!(outputs(&explore("contador_atomico")), ["2\n"]);
}

#[test]
fn dormir_no_sincroniza() {
    assert_eq!(outputs(&explore("dormir")), ["lleno\n", "vacio\n"]);
}

#[test]
fn un_interbloqueo_dice_a_que_espera_cada_uno() {
    let report = explore("abrazo");

    let deadlock = first(&report, Verdict::Deadlock);
    assert_eq!(verdicts(&report), [Verdict::Deadlock]);
    let waits: Vec<_> = deadlock
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Blocked(on) => Some((event.lane, on.clone())),
            _ => None,
        })
        .collect();
    assert!(waits.contains(&(0, BlockedOn::Child(Some(1)))), "{waits:?}");
    assert!(
        waits
            .iter()
            .any(|(lane, on)| *lane == 1 && matches!(on, BlockedOn::Readable(_)))
    );
}

#[test]
fn un_despertar_perdido_es_un_interbloqueo() {
    assert_eq!(
        verdicts(&explore("futex_perdido")),
        [Verdict::Ok, Verdict::Deadlock]
    );
    assert_eq!(
        verdicts(&explore("senal_perdida")),
        [Verdict::Ok, Verdict::Deadlock]
    );
    assert_eq!(verdicts(&explore("senal_bien")), [Verdict::Ok]);
}

#[test]
fn girar_sin_que_nadie_pueda_sacarte_se_ve_enseguida() {
    let report = explore("giro_sin_fin");
    assert_eq!(verdicts(&report), [Verdict::Livelock]);
    assert!(report.exhaustive);
}

#[test]
fn girar_sin_ceder_vale_pero_se_avisa() {
    for (name, hogs) in [
        ("giro_sin_ceder", true),
        ("giro", false),
        ("semaforo", false),
        ("futex", false),
        ("contador", false),
    ] {
        assert_eq!(explore(name).busy_wait, hogs, "{name}");
    }
}

#[test]
fn quien_no_recoge_a_su_hijo_deja_un_zombi_o_un_huerfano() {
    let report = explore("zombi");
    let mut left: Vec<_> = report
        .outcomes
        .iter()
        .map(|o| (o.zombies, o.children_left))
        .collect();
    left.sort_unstable();
    assert_eq!(left, [(0, 1), (1, 0)]);
}

#[test]
fn tocar_lo_soltado_es_una_caida_despues_de_munmap() {
    let report = explore("tras_soltar");
    let crash = first(&report, Verdict::Crash);
    let end = crash.events.iter().find_map(|event| match event.kind {
        EventKind::Exited(end) => Some(end),
        _ => None,
    });
    assert!(
        matches!(
            end,
            Some(End::Killed {
                signal: libc::SIGSEGV,
                after_unmap: Some(_),
                ..
            })
        ),
        "{end:?}"
    );
}

#[test]
fn diez_hijos_que_no_se_tocan_tienen_un_solo_orden() {
    let report = explore("diez");
    assert_eq!(outputs(&report), ["abcdefghij\n"]);
    assert!(report.exhaustive);
    assert!(report.schedules < 20, "{} planes", report.schedules);
}

#[test]
fn matar_a_todos_se_impide_y_se_cuenta() {
    let fault = "fork:1:EAGAIN".parse().expect("fallo");
    let report = explore_with("kill_todos", &[], |explorer| explorer.fault(fault));
    assert_eq!(outputs(&report), ["impedido\n"]);
    assert_eq!(report.outcomes[0].refused_signals, 1);
    assert_eq!(outputs(&explore("kill_todos")), ["bien\n"]);
}

#[test]
fn dos_filosofos_se_bloquean_y_ordenados_no() {
    let report = explore_with("filosofos", &["-DN=2"], |explorer| explorer);
    assert_eq!(verdicts(&report), [Verdict::Ok, Verdict::Deadlock]);
    let ordered = explore_with("filosofos", &["-DN=2", "-DORDEN"], |explorer| explorer);
    assert!(ordered.exhaustive);
    assert_eq!(verdicts(&ordered), [Verdict::Ok]);
}

/// Probó todos los órdenes de los pasos que ve. De lo que puede pasar en mitad de un
/// cálculo no sabe nada ninguna búsqueda.
fn covers_its_steps(report: &Report) -> bool {
    let mut gaps = report.gaps.iter();
    report.stopped_by.is_none() && gaps.all(|&gap| gap == Gap::InterruptedWork)
}

#[test]
fn la_reduccion_no_pierde_finales() {
    for name in [
        "carrera",
        "contador",
        "contador_instruccion",
        "tuberia",
        "futex",
        "futex_perdido",
        "giro",
        "zombi",
        "senal_perdida",
        "senal_bien",
        "dormir",
        "semaforo_a_uno",
        "semaforo_privado",
    ] {
        let reduced = explore(name);
        let everything = explore_with(name, &[], Explorer::brute_force);
        assert!(covers_its_steps(&everything), "{name}");
        assert_eq!(outputs(&reduced), outputs(&everything), "{name}");
        assert_eq!(verdicts(&reduced), verdicts(&everything), "{name}");
        assert_eq!(reduced.outcomes.len(), everything.outcomes.len(), "{name}");
    }
}

#[test]
fn un_giro_que_cuenta_sus_vueltas_no_explota() {
    let report = explore("giro_contado");
    assert_eq!(outputs(&report), ["7\n"]);
    assert!(
        !report.exhaustive,
        "no se ve que se rinda: no se puede decir que se vio todo"
    );
    assert_eq!(
        verdicts(&explore("giro_contado_sin_fin")),
        [Verdict::Livelock]
    );
}

#[test]
fn los_guiones_tienen_los_finales_de_la_fuerza_bruta() {
    let binary = compile("guion", &[]);
    let scripts: &[&[&str]] = &[
        &["R0W0", "R0W0"],
        &["W0R1", "W1R0"],
        &["R0W0", "W0", "R0"],
        &["A0R0", "A0W0"],
        &["F0", "D0"],
        &["P0", "S0"],
        &["E0", "R0"],
    ];
    for script in scripts {
        let explorer = Explorer::new(Program::new(&binary).args(*script));
        let reduced = explorer.explore().expect("se explora");
        let everything = explorer.brute_force().explore().expect("se explora");
        assert!(covers_its_steps(&everything), "{script:?}");
        assert_eq!(outputs(&reduced), outputs(&everything), "{script:?}");
        assert_eq!(verdicts(&reduced), verdicts(&everything), "{script:?}");
        assert!(reduced.schedules < everything.schedules, "{script:?}");
    }
}

#[test]
fn el_mismo_programa_da_el_mismo_informe() {
    let report = |_| {
        let mut report = explore("contador");
        report.elapsed = std::time::Duration::ZERO;
        report.program.clear();
        report.to_json().to_string()
    };
    let first = report(0);
    assert!((1..4).map(report).all(|again| again == first));
}

#[test]
fn un_plan_se_reproduce_y_uno_ajeno_se_rechaza() {
    let binary = compile("carrera", &[]);
    let explorer = Explorer::new(Program::new(&binary));
    let report = explorer.explore().expect("se explora");
    for outcome in &report.outcomes {
        let id = outcome
            .schedule
            .to_string()
            .parse()
            .expect("se lee lo que se escribe");
        let again = explorer.replay(&id).expect("se reproduce");
        assert_eq!(again.events, outcome.events);
        assert_eq!(again.stdout, outcome.stdout);
    }
    let other = Explorer::new(Program::new(compile("contador", &[])));
    assert!(other.replay(&report.outcomes[1].schedule).is_err());
}

#[test]
fn lo_que_no_depende_del_orden_se_descubre_aunque_ningun_final_salga_una_sola_vez() {
    let binary = compile("recuerda", &[]);
    let notes = binary.with_extension(format!("cuenta-{}", std::process::id()));
    std::fs::write(&notes, "").expect("se puede escribir junto al programa");

    let result = Explorer::new(Program::new(&binary).arg(&notes)).explore();

    let runs = std::fs::read(&notes).expect("ahí está la cuenta").len();
    std::fs::remove_file(&notes).expect("ya no hace falta");
    assert!(
        runs > 5,
        "con tan pocas ejecuciones no se prueba nada: {runs}"
    );
    assert!(
        matches!(result, Err(Error::NotDeterministic(_))),
        "{result:?}"
    );
}

#[test]
fn quien_deja_un_archivo_se_entera_de_que_es_por_eso() {
    let binary = compile("deja_archivo", &[]);
    let left = binary.with_extension(format!("dejado-{}", std::process::id()));

    let result = Explorer::new(Program::new(&binary).arg(&left)).explore();

    std::fs::remove_file(&left).expect("el programa lo deja");
    let Err(error @ Error::NotDeterministic(_)) = result else {
        panic!("no se nota que el segundo plan no empieza como el primero: {result:?}");
    };
    let told = error.to_string();
    assert!(told.contains("archivo que deja"), "{told}");
    assert!(!told.contains("desde que se anotó"), "{told}");
}

#[test]
fn buscar_las_bibliotecas_no_es_cosa_del_programa() {
    // Una biblioteca que no está donde las del sistema, como la de Rust, y a la que se
    // llega después de no encontrarla en varios sitios.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bibliotecas");
    std::fs::create_dir_all(&folder).unwrap();
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    std::fs::write(path("saludo.c"), "int saludo(void) { return 7; }").unwrap();
    std::fs::write(
        path("usa.c"),
        "#include <stdio.h>\nint saludo(void);\nint main(void) { printf(\"%d\\n\", saludo()); }",
    )
    .unwrap();
    let compile =
        |args: &[&str]| assert!(Command::new("cc").args(args).status().unwrap().success());
    compile(&[
        "-shared",
        "-fPIC",
        "-o",
        &path("libsaludo.so"),
        &path("saludo.c"),
    ]);
    let search = format!("-Wl,-rpath,{}:{}", path("no_esta"), folder.display());
    let library = path("libsaludo.so");
    compile(&["-o", &path("usa"), &path("usa.c"), &library, &search]);

    let report = Explorer::new(Program::new(path("usa"))).explore().unwrap();

    assert_eq!(outputs(&report), ["7\n"]);
    let first = &report.outcomes[0].events[0];
    let EventKind::Call(call) = &first.kind else {
        panic!("{first:?}");
    };
    assert_eq!(call.name, "write", "{:?}", report.outcomes[0].events);
}

#[test]
fn lo_que_depende_de_la_hora_se_descubre() {
    let result = Explorer::new(Program::new(compile("reloj", &[]))).explore();
    assert!(
        matches!(result, Err(Error::NotDeterministic(_))),
        "{result:?}"
    );
}

#[test]
fn un_solo_orden_prefiere_a_quien_se_le_dice() {
    let binary = compile("carrera", &[]);
    let explorer = Explorer::new(Program::new(binary));
    let parent = explorer.run_one(Order::ParentFirst).expect("se ejecuta");
    let child = explorer.run_one(Order::ChildFirst).expect("se ejecuta");
    assert_eq!(parent.stdout_text(), "El hijo lee: Hola, proceso hijo!!\n");
    assert_eq!(child.stdout_text(), "El hijo lee: \n");
}
