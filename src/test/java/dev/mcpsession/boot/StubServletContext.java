package dev.mcpsession.boot;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Map;

/** A servlet context without parameters and registrations, with attributes that a test can see. */
final class StubServletContext {

    private StubServletContext() {}

    static ServletContext of(String path, Map<Object, Object> attributes) {
        return (ServletContext) Proxy.newProxyInstance(
                StubServletContext.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getContextPath" -> path;
                    case "getFilterRegistration", "getVirtualServerName" -> null;
                    case "getInitParameterNames" -> Collections.emptyEnumeration();
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
                    case "removeAttribute" -> attributes.remove(arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
