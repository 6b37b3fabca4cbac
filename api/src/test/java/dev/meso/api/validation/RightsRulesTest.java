package dev.meso.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.RoleBinding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightsRulesTest {
  private static final String HEAD =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: %s
      metadata: {name: readers}
      """;

  private static List<String> errors(String kind, String rest) {
    ApiObject object = read(kind, rest);
    return Validation.check(Defaults.apply(object)).stream().map(FieldError::toString).toList();
  }

  private static ApiObject read(String kind, String rest) {
    return Manifests.read(HEAD.replace("%s", kind) + rest, "test").getFirst();
  }

  @Test
  void wholeRolesAndBindingsAreValid() {
    assertThat(
            errors(
                "ClusterRole",
                """
                rules:
                - {verbs: [get, list], apiGroups: ["", meso.dev], resources: [pods, "apps/*"]}
                - {verbs: [get], nonResourceURLs: [/metrics, /debug/*, "*"]}
                """))
        .isEmpty();
    assertThat(
            errors(
                "RoleBinding",
                """
                subjects: [{kind: User, name: ann}, {kind: Group, name: "team:web"}]
                roleRef: {kind: ClusterRole, name: edit}
                """))
        .isEmpty();
  }

  @Test
  void theGroupOfSubjectsAndRolesIsFilledIn() {
    RoleBinding binding =
        (RoleBinding)
            Defaults.apply(
                read(
                    "RoleBinding",
                    "subjects: [{kind: User, name: ann}]\nroleRef: {kind: Role, name: r}\n"));
    assertThat(binding.roleRef().apiGroup()).isEqualTo(Kind.RBAC);
    assertThat(binding.subjects().getFirst().apiGroup()).isEqualTo(Kind.RBAC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Role        | rules: [{verbs: [], apiGroups: [''], resources: [pods]}] | rules[0].verbs
          Role        | rules: [{verbs: [get], resources: [pods]}] | rules[0].apiGroups
          Role        | rules: [{verbs: [get], apiGroups: [''], resources: ['']}] | rules[0].resources[0]
          Role        | rules: [{verbs: [get], nonResourceURLs: [/x]}] | rules[0].nonResourceURLs
          ClusterRole | rules: [{verbs: [get], nonResourceURLs: [/x/*/y]}] | rules[0].nonResourceURLs[0]
          ClusterRole | rules: [{verbs: [get], nonResourceURLs: [x]}] | rules[0].nonResourceURLs[0]
          ClusterRole | rules: [{verbs: [get], nonResourceURLs: [/x], resources: [pods]}] | rules[0]
          """)
  void rulesThatMeanNothingAreRefused(String kind, String rules, String path) {
    assertThat(errors(kind, rules)).singleElement().asString().startsWith(path + ":");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RoleBinding | ServiceAccount | ClusterRole | subjects[0].kind
          RoleBinding | Robot | ClusterRole | subjects[0].kind
          RoleBinding | User | App | roleRef.kind
          ClusterRoleBinding | User | Role | roleRef.kind
          """)
  void bindingsToWhatDoesNotExistHereAreRefused(
      String kind, String subject, String role, String path) {
    assertThat(
            errors(
                kind,
                "subjects: [{kind: "
                    + subject
                    + ", name: x}]\nroleRef: {kind: "
                    + role
                    + ", name: y}\n"))
        .singleElement()
        .asString()
        .startsWith(path + ":");
  }

  @Test
  void aBindingKeepsItsRole() {
    String subjects = "subjects: [{kind: User, name: ann}]\n";
    ApiObject before = read("RoleBinding", subjects + "roleRef: {kind: Role, name: r}\n");
    ApiObject after = read("RoleBinding", subjects + "roleRef: {kind: Role, name: s}\n");
    assertThat(Validation.checkUpdate(before, after))
        .singleElement()
        .extracting(FieldError::path)
        .isEqualTo("roleRef");
  }
}
