package dev.mcpsession.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterTest {

    @ParameterizedTest
    @EnumSource
    void theEnvironmentNameIsTheNameInUpperSnakeCase(Parameter parameter) {
        String snake = parameter.parameterName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);

        assertThat(parameter.environmentName()).isEqualTo("MCP_SESSION_" + snake);
    }

    @ParameterizedTest
    @EnumSource
    void thePropertyNameIsTheNameWithThePrefix(Parameter parameter) {
        assertThat(parameter.propertyName()).isEqualTo("mcp.session." + parameter.parameterName());
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByEachOfItsNames(Parameter parameter) {
        assertThat(Parameter.ofParameterName(parameter.parameterName())).contains(parameter);
        assertThat(Parameter.ofPropertyName(parameter.propertyName())).contains(parameter);
    }

    @ParameterizedTest
    @EnumSource
    void theMeaningFitsIntoACellOfATable(Parameter parameter) {
        assertThat(parameter.meaning())
                .isNotBlank()
                .doesNotContain("|", "\n")
                .doesNotEndWith(".")
                .isEqualTo(parameter.meaning().strip());
    }
}
