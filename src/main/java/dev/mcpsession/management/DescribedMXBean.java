package dev.mcpsession.management;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.InvalidAttributeValueException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationEmitter;
import javax.management.ReflectionException;
import javax.management.StandardEmitterMBean;

/**
 * An MXBean whose texts come from {@link Description}, and whose parameter names come from the source: without this a
 * console shows {@code p0} and repeats each name as its own description. What changes something goes into the audit
 * log.
 */
final class DescribedMXBean extends StandardEmitterMBean {

    private static final Logger LOG = System.getLogger(DescribedMXBean.class.getName());

    private final JmxAuditLog audit;

    <T> DescribedMXBean(T implementation, Class<T> mxbean, JmxAuditLog audit, NotificationEmitter emitter) {
        super(implementation, mxbean, true, emitter);
        this.audit = audit;
    }

    @Override
    public void setAttribute(Attribute attribute)
            throws AttributeNotFoundException, InvalidAttributeValueException, MBeanException, ReflectionException {
        Object before = getAttribute(attribute.getName());
        super.setAttribute(attribute);
        audit.changed(attribute.getName(), before, attribute.getValue());
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        AttributeList done = new AttributeList();
        for (Attribute attribute : attributes.asList()) {
            try {
                setAttribute(attribute);
                done.add(attribute);
            } catch (JMException | RuntimeException e) {
                // Who sets many learns from the answer which were taken: so says the contract.
                LOG.log(Level.DEBUG, () -> "Not set: " + attribute.getName(), e);
            }
        }
        return done;
    }

    @Override
    public Object invoke(String operation, Object[] arguments, String[] signature)
            throws MBeanException, ReflectionException {
        Object result = super.invoke(operation, arguments, signature);
        audit.invoked(operation, arguments, result);
        return result;
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        Description description = getMBeanInterface().getAnnotation(Description.class);
        return description == null ? super.getDescription(info) : description.value();
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        String getter = (info.isIs() ? "is" : "get") + info.getName();
        return method(getter).map(m -> text(m, info)).orElseGet(info::getDescription);
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return method(info.getName()).map(m -> text(m, info)).orElseGet(info::getDescription);
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo info, int sequence) {
        return parameter(operation, sequence)
                .map(p -> p.getAnnotation(Description.class))
                .map(Description::value)
                .orElseGet(info::getDescription);
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo info, int sequence) {
        return parameter(operation, sequence).map(Parameter::getName).orElseGet(info::getName);
    }

    @Override
    protected int getImpact(MBeanOperationInfo info) {
        return info.getName().toLowerCase(Locale.ROOT).startsWith("get")
                ? MBeanOperationInfo.INFO
                : MBeanOperationInfo.ACTION;
    }

    private static String text(Method method, MBeanFeatureInfo info) {
        Description description = method.getAnnotation(Description.class);
        return description == null ? info.getDescription() : description.value();
    }

    private Optional<Parameter> parameter(MBeanOperationInfo operation, int sequence) {
        return method(operation.getName()).map(m -> m.getParameters()[sequence]);
    }

    /* The MXBean has no overloaded operations. */
    private Optional<Method> method(String name) {
        return Arrays.stream(getMBeanInterface().getMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst();
    }
}
